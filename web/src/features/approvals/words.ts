/** What the parts of a flow are called; keys of texts. */
import type { ApproveNode, GatewayKind, Mode, OwnerKind, ResolverKind } from '@/api'
import type { NewKind } from './tree'

interface Word {
  text: string
}

export const KINDS: Record<NewKind, Word> = {
  approve: { text: 'approvals.kind.approve' },
  cc: { text: 'approvals.kind.cc' },
  exclusive: { text: 'approvals.kind.exclusive' },
  parallel: { text: 'approvals.kind.parallel' },
  inclusive: { text: 'approvals.kind.inclusive' },
}
export const KIND_HELP: Record<GatewayKind, Word> = {
  exclusive: { text: 'approvals.kind.exclusive.help' },
  parallel: { text: 'approvals.kind.parallel.help' },
  inclusive: { text: 'approvals.kind.inclusive.help' },
}
export const RESOLVERS: Record<ResolverKind, Word> = {
  head: { text: 'approvals.who.head' },
  member: { text: 'approvals.who.member' },
  role: { text: 'approvals.who.role' },
  position: { text: 'approvals.who.position' },
  superior: { text: 'approvals.who.superior' },
  heads_up: { text: 'approvals.who.headsUp' },
  initiator: { text: 'approvals.who.initiator' },
  initiator_choice: { text: 'approvals.who.initiatorChoice' },
  previous_choice: { text: 'approvals.who.previousChoice' },
  field: { text: 'approvals.who.field' },
  owner: { text: 'approvals.who.owner' },
}
export const OWNERS: Record<OwnerKind, Word> = {
  warehouse_keeper: { text: 'approvals.owner.warehouseKeeper' },
  buyer: { text: 'approvals.owner.buyer' },
  category_owner: { text: 'approvals.owner.category' },
  sales_rep: { text: 'approvals.owner.salesRep' },
}
export const MODES: Record<Mode, Word> = {
  any: { text: 'approvals.mode.any' },
  all: { text: 'approvals.mode.all' },
  sequence: { text: 'approvals.mode.sequence' },
  quorum: { text: 'approvals.mode.quorum' },
}
export const EMPTY: Record<ApproveNode['empty'], Word> = {
  stop: { text: 'approvals.empty.stop' },
  members: { text: 'approvals.empty.members' },
  head: { text: 'approvals.empty.head' },
  auto: { text: 'approvals.empty.auto' },
}
export const DEDUPE: Record<ApproveNode['dedupe'], Word> = {
  off: { text: 'approvals.dedupe.off' },
  previous: { text: 'approvals.dedupe.previous' },
  any: { text: 'approvals.dedupe.any' },
}
export const LIMITS: Record<NonNullable<ApproveNode['limit']>['action'], Word> = {
  remind: { text: 'approvals.limit.remind' },
  escalate: { text: 'approvals.limit.escalate' },
  return: { text: 'approvals.limit.return' },
  approve: { text: 'approvals.limit.approve' },
}
export const RIGHTS: Record<string, Word> = {
  hidden: { text: 'approvals.field.hidden' },
  read: { text: 'approvals.field.read' },
  edit: { text: 'approvals.field.edit' },
  required: { text: 'approvals.field.required' },
}

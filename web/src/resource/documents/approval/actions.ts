/** What may be done with an approval: how it is called, what has to be said with it. */
import type { FieldSpec, InstanceAction, TaskAction } from '@/api'

export type AnyAction = TaskAction | InstanceAction

interface ActionWord {
  text: string
  danger?: boolean
}

export const ACTIONS: Record<AnyAction, ActionWord> = {
  approve: { text: 'approval.approve' },
  reject: { text: 'approval.reject', danger: true },
  return: { text: 'approval.return' },
  transfer: { text: 'approval.transfer' },
  add_before: { text: 'approval.addBefore' },
  add_after: { text: 'approval.addAfter' },
  add_parallel: { text: 'approval.addParallel' },
  withdraw: { text: 'approval.withdraw' },
  urge: { text: 'approval.urge' },
  comment: { text: 'approval.say' },
  terminate: { text: 'approval.terminate', danger: true },
  retry: { text: 'approval.retry' },
}

/** What a dialog explains before it is done. */
export const EXPLAINED: Partial<Record<AnyAction, { text: string }>> = {
  reject: { text: 'approval.reject.text' },
  return: { text: 'approval.return.text' },
  transfer: { text: 'approval.transfer.text' },
  add_before: { text: 'approval.addBefore.text' },
  add_after: { text: 'approval.addAfter.text' },
  add_parallel: { text: 'approval.addParallel.text' },
  withdraw: { text: 'approval.withdraw.text' },
  terminate: { text: 'approval.terminate.text' },
}

const PEOPLE = new Set<AnyAction>(['transfer', 'add_before', 'add_after', 'add_parallel'])
const COMMENTED = new Set<AnyAction>(['reject', 'return', 'terminate', 'comment'])
/** Done at once, without a dialog. */
const AT_ONCE = new Set<AnyAction>(['approve', 'urge', 'retry'])

export const namesPeople = (action: AnyAction): boolean => PEOPLE.has(action)
/** One person takes a task over; any number may be added. */
export const namesOne = (action: AnyAction): boolean => action === 'transfer'
export const needsComment = (action: AnyAction, nodeAsks: boolean): boolean => COMMENTED.has(action) || (action === 'approve' && nodeAsks)

/** Described by the node, for who may not see the type at all decides, too. */
export interface OpenFields {
  header: FieldSpec[]
  lines: FieldSpec[]
}
export const NONE_OPEN: OpenFields = { header: [], lines: [] }

export interface Asked {
  commentRequired: boolean
  signature: boolean
  /** Fields the node opens to who approves. */
  editable: Record<string, 'edit' | 'required'>
  fields: OpenFields
}

export const asks = (action: AnyAction, { commentRequired, signature, editable }: Asked): boolean =>
  !AT_ONCE.has(action) || (action === 'approve' && (commentRequired || signature || Object.keys(editable).length > 0))

const MAIN: AnyAction[] = ['approve', 'reject', 'retry']
const ORDER: AnyAction[] = [...MAIN, 'return', 'transfer', 'add_before', 'add_after', 'add_parallel', 'urge', 'withdraw', 'comment', 'terminate']

/** The one or two everybody is here for, and the rest behind a menu. */
export function sorted(actions: readonly AnyAction[]): { main: AnyAction[]; more: AnyAction[] } {
  const known = ORDER.filter((action) => actions.includes(action))
  const main = known.filter((action) => MAIN.includes(action))
  return { main: main.length > 0 ? main : known.filter((action) => action === 'urge' || action === 'withdraw'), more: known.filter((action) => !(main.length > 0 ? main.includes(action) : action === 'urge' || action === 'withdraw')) }
}

/** Approval flows as people draw them, tasks as people find them, and how far a document has come. */
import type { FieldSpec } from './meta'
import type { Decimal, Id } from './values'

export type Resolver =
  | { kind: 'member'; ids: Id[] }
  | { kind: 'role'; code: string }
  | { kind: 'position'; code: string }
  | { kind: 'head'; level: number }
  | { kind: 'heads_up'; levels: number }
  | { kind: 'superior' }
  | { kind: 'initiator' }
  | { kind: 'initiator_choice' }
  | { kind: 'previous_choice' }
  | { kind: 'field'; field: string }
  | { kind: 'owner'; of: OwnerKind }

export type OwnerKind = 'warehouse_keeper' | 'buyer' | 'category_owner' | 'sales_rep'
export type ResolverKind = Resolver['kind']
export type Mode = 'all' | 'any' | 'sequence' | 'quorum'
export type EmptyRule = 'stop' | 'members' | 'auto' | 'head'
export type FieldRight = 'hidden' | 'read' | 'edit' | 'required'
export type GatewayKind = 'exclusive' | 'parallel' | 'inclusive'

export interface StartNode {
  id: string
  kind: 'start'
  next: FlowNode | null
}

export interface ApproveNode {
  id: string
  kind: 'approve'
  name: string
  approvers: Resolver[]
  mode: Mode
  quorum?: { count: number } | { percent: number } | null
  empty: EmptyRule
  empty_members?: Id[]
  dedupe: 'off' | 'previous' | 'any'
  must_act: boolean
  financial: boolean
  sod: boolean
  fields: Record<string, FieldRight>
  check: { formula: string; message: string } | null
  limit: { minutes: number; action: 'remind' | 'approve' | 'return' | 'escalate' } | null
  /** Where it may be sent back to; null: wherever it has been. */
  returns_to: string[] | null
  resume: 'replay' | 'direct'
  allow: { add: boolean; transfer: boolean; return: boolean; terminate: boolean }
  comment: 'optional' | 'required'
  signature: boolean
  reapprove: boolean
  next: FlowNode | null
}

export interface Branch {
  id: string
  name: string
  /** Null: what no other branch takes. */
  condition: string | null
  next: FlowNode | null
}

export interface GatewayNode {
  id: string
  kind: GatewayKind
  name: string
  branches: Branch[]
  next: FlowNode | null
}

export interface CopyNode {
  id: string
  kind: 'cc'
  name: string
  to: Resolver[]
  next: FlowNode | null
}

export type FlowNode = ApproveNode | GatewayNode | CopyNode
export type FlowTree = StartNode

export interface FlowProblem {
  /** The node or branch it stands at; null: the whole flow. */
  node: string | null
  code: string
  detail: string
}

export interface Person {
  id: Id
  name: string
}

export interface FlowDraft {
  tree: FlowTree
  problems: FlowProblem[]
}

export interface FlowVersion {
  no: number
  status: 'draft' | 'active' | 'retired'
  published_at: string | null
  published_by: Person | string | null
  note: string
}

export interface SimulatedStep {
  node: string
  name: string
  people: Person[]
  problem?: string | null
}

export interface Simulation {
  rows: { document: { id: Id; number: string; date: string; amount: Decimal | null }; steps: SimulatedStep[] }[]
  counts: Record<string, number>
}

export type TaskView = 'todo' | 'done' | 'started' | 'copied'
export type TaskAction = 'approve' | 'reject' | 'return' | 'transfer' | 'add_before' | 'add_after' | 'add_parallel' | 'terminate'
export type InstanceAction = 'withdraw' | 'urge' | 'comment' | 'terminate' | 'retry'

export interface ApprovalTask {
  id: Id
  document: { id: Id; type: string; type_label: string; number: string; partner?: string | { name: string } | null; amount?: Decimal | null; business_date: string }
  node: string
  name: string
  state: string
  initiator: Person | null
  arrived_at: string
  due_at?: string | null
  actions: (TaskAction | 'retry')[]
  post_error?: { title: string; detail?: string | null } | null
  /** Of a copy: when I read it. */
  read_at?: string | null
  signature?: boolean
  on_behalf_of?: Person | null
  comment_required?: boolean
  /** May be decided without opening it. */
  batch?: boolean
  /** Of the instance: an action on what has moved on meanwhile is refused. */
  rev?: number
}

export interface TaskPage {
  items: ApprovalTask[]
  next_cursor?: string | null
}

export interface NodeTask {
  id: Id
  assignee: Person
  original?: Person | null
  on_behalf_of?: Person | null
  state: string
  arrived_at: string | null
  acted_at: string | null
  comment: string
  source: string
}

export interface ApprovalNode {
  id: string
  name: string
  kind: 'start' | 'approve' | GatewayKind | 'cc'
  state: 'done' | 'active' | 'waiting' | 'skipped'
  tasks: NodeTask[]
}

export interface ApprovalEvent {
  at: string
  actor: Person | null
  kind: string
  text: string
  comment?: string | null
}

export interface Approval {
  id: Id
  status: string
  rev: number
  version: { workflow: Id | { id: Id; name: string }; no: number }
  initiator: Person | null
  submitted_at: string
  nodes: ApprovalNode[]
  events: ApprovalEvent[]
  my_task: Id | null
  actions: (TaskAction | InstanceAction)[]
  returnable: { id: string; name: string }[]
  post_error: { code: string; title: string; detail?: string | null } | null
  /** What my task asks of me. */
  comment_required?: boolean | null
  signature?: boolean | null
  editable?: Record<string, 'edit' | 'required'>
  /** Those fields, described for who may not see the type at all. */
  fields?: { header: FieldSpec[]; lines: FieldSpec[] }
}

export interface TaskActionBody {
  action: TaskAction
  comment?: string
  signature?: Id
  people?: Id[]
  target?: string
  resume?: 'replay' | 'direct'
  edits?: { header: Record<string, unknown>; lines: Record<string, Record<string, unknown>> }
  next_people?: Id[]
  rev: number
}

export interface BatchResult {
  id: Id
  ok: boolean
  code?: string | null
  detail?: string | null
}

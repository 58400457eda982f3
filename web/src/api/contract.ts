/** The shapes of the HTTP contract. Decimals stay strings from the wire to the screen: no number ever goes through a float. */

export type Decimal = string
export type Id = string
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Values = Record<string, unknown>

export interface Reference {
  id: Id
  code?: string
  name?: string
  label?: string
  spec?: string
  number?: string
}

export interface LookupHit {
  id: Id
  code: string
  name: string
  hint?: string
  extra?: Values
}

export interface ProblemItem {
  loc: (string | number)[]
  code: string
  message: string
  params?: Values
}

export interface Problem {
  type?: string
  code: string
  title: string
  detail?: string
  errors?: ProblemItem[]
  params?: Values
}

export type FieldType =
  | 'text' | 'multiline' | 'integer' | 'decimal' | 'quantity' | 'amount' | 'price' | 'rate' | 'cost' | 'date'
  | 'datetime' | 'boolean' | 'enum' | 'reference' | 'references' | 'image' | 'json' | 'state' | 'password'

export interface Choice {
  value: string
  label: string
  color?: string
}

export interface FieldSpec {
  name: string
  label: string
  type: FieldType
  required?: boolean
  readonly?: boolean
  ref?: string | null
  choices?: Choice[] | null
  precision?: number | null
  default?: unknown
  in_list?: boolean
  in_form?: boolean
  filterable?: boolean
  sortable?: boolean
  group?: string | null
  width?: number | null
  help?: string | null
}

export interface ResourceSpec {
  name: string
  label: string
  label_plural: string
  path: string
  title_field: string
  code_field?: string | null
  fields: FieldSpec[]
  actions: string[]
  group: string
  children?: ChildSpec[]
}

export interface ChildSpec {
  name: string
  label: string
  fields: FieldSpec[]
}

export interface TransitionSpec {
  name: string
  label: string
  from: string[]
  to: string
  primary?: boolean
  danger?: boolean
  needs_reason?: boolean
}

export interface DocTypeSpec {
  code: string
  label: string
  prefix: string
  room: string
  header_fields: FieldSpec[]
  line_fields: FieldSpec[]
  list_fields: FieldSpec[]
  has_prices: boolean
  direction?: string
  kind?: string
  has_source: boolean
  source_types: string[]
  push_targets: string[]
  transitions: TransitionSpec[]
  prints: { layout: string; label: string }[]
  actions: string[]
}

export interface ReportSpec {
  name: string
  label: string
  group: string
  parameters: FieldSpec[]
  columns: FieldSpec[]
}

export interface StateLabel {
  label: string
  color?: string
}

export interface Meta {
  version: string
  account_set: { name: string; label: string }
  book: { id: Id; name: string; currency: string; timezone: string; standard: string }
  viewer: { id: Id; name: string; username: string; roles: string[]; can: Record<string, boolean>; masked: string[] }
  resources: ResourceSpec[]
  document_types: DocTypeSpec[]
  reports: ReportSpec[]
  states: Record<string, Record<string, StateLabel>>
}

export interface Session {
  authenticated: boolean
  setup_required: boolean
  csrf_token?: string
  user?: { id: Id; name: string; username: string; must_change_password?: boolean } | null
}

export interface SetupInfo {
  required: boolean
  questions: FieldSpec[]
}

export type FilterOp = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'in' | 'contains' | 'between' | 'isnull'
export type FilterValue = string | boolean | string[]
export type FilterClause = [field: string, op: FilterOp, value: FilterValue]

/** Part of a quantity that is told unit by unit. */
export interface QuantityOfUnit {
  quantity: Decimal
  unit?: { id?: Id; name?: string } | null
}

export interface ListPage {
  items: RecordRow[]
  next_cursor: string | null
  count: number
  count_capped: boolean
  totals?: Record<string, Decimal | QuantityOfUnit[]>
}

export interface RecordRow {
  id: Id
  rev?: number
  [field: string]: unknown
}

export interface AllowedTransition {
  name: string
  label: string
  primary?: boolean
  danger?: boolean
  needs_reason?: boolean
  allowed: boolean
  reasons: { code: string; message: string }[]
}

export interface PushTarget {
  type: string
  label: string
  allowed: boolean
}

export interface DocumentLine {
  id?: Id
  line_no?: number
  source?: { document_id: Id; number: string; line_id: Id; line_no: number } | null
  source_line_id?: Id | null
  [field: string]: unknown
}

export interface HkDocument {
  id: Id
  type: string
  number: string
  state: string
  execution?: string
  settlement?: string
  rev: number
  reverses?: { id: Id; number: string } | null
  reversed_by?: { id: Id; number: string } | null
  stopped?: boolean
  lines: DocumentLine[]
  allowed_transitions: AllowedTransition[]
  push_targets?: PushTarget[]
  [field: string]: unknown
}

export interface DocumentDraft {
  type: string
  header: Values
  lines: DocumentLine[]
}

export interface LinkGraph {
  nodes: { id: Id; type: string; type_label?: string; number: string; state: string; business_date: string }[]
  edges: { source: Id; target: Id; quantity?: Decimal | null }[]
}

export interface HistoryEvent {
  id: Id
  at: string
  actor?: { name: string } | string | null
  label?: string
  transition?: string
  from_state?: string | null
  to_state?: string | null
  reason?: string | null
  detail?: string | null
  /** What an edit changed, a sentence each. */
  changes?: string[]
}

export interface CommentRow {
  id: Id
  at: string
  actor?: { name: string } | string | null
  text: string
}

export interface AttachmentRow {
  id: Id
  name: string
  size: number
  content_type?: string
  at?: string
  actor?: { name: string } | string | null
}

export interface SearchHit {
  kind: string
  id: Id
  code?: string
  title: string
  subtitle?: string
  path: string
}

export interface WorkItem {
  key: string
  label: string
  count: number
  path: string
  tone?: string
}

export interface BooksLight {
  status: 'green' | 'amber' | 'red'
  checked_at: string | null
  through?: string | number | null
  failures: { id: string; title: string; rows: Values[] }[]
  running?: boolean
}

export interface LineContext {
  on_hand?: Decimal | null
  available?: Decimal | null
  reserved?: Decimal | null
  incoming?: Decimal | null
  last_price?: Decimal | null
}

export interface ReportAnswer {
  columns: FieldSpec[]
  rows: (Values & { _drill?: { path: string } })[]
  totals?: Values
  parameters?: Values
  generated_at?: string
  count?: number
  next_cursor?: string | null
}

export interface ImportColumn {
  index: number
  title: string
  samples: string[]
  field: string | null
  confidence: string | number
}

/** A file taken in: its sheets, guessed columns and the fields they may mean. header_row counts from 0. */
export interface ImportFile {
  id: Id
  kind: string
  file_name: string
  state: string
  state_label: string
  sheets: { index: number; name: string; rows: number }[]
  sheet: number
  header_row: number
  columns: ImportColumn[]
  fields: FieldSpec[]
  rows_total: number
  options: ImportOptions
  /** What its rows become; null for records. */
  document_type: string | null
  /** The columns are those people chose the last time for such a heading. */
  remembered: boolean
  /** An earlier import of the very same file. */
  before: { id: Id; created_at: string; created: number; updated: number } | null
}

/** What a file leaves open. Defaults speak for rows that say nothing. */
export interface ImportOptions {
  warehouse_id?: Id | number | null
  partner_id?: Id | number | null
  date?: string
  make_missing?: boolean
  effect?: boolean
  price_includes_tax?: boolean | null
  existing?: 'update' | 'skip'
  repeated?: 'refuse' | 'skip'
  grouping?: 'auto' | 'single' | 'row'
}

/** How far a run is; rate in rows a second. */
export interface ImportProgress {
  id: Id
  kind: string
  file_name: string
  state: string
  state_label: string
  rows_total: number
  rows_done: number
  rate: Decimal | null
  seconds_left: number | null
  created: number
  updated: number
  unchanged: number
  refused: number
  message: string
  created_at: string
}

export interface ImportPreview {
  rows: { number: number; state: string; state_label: string; values: Record<string, string>; errors: { field?: string | null; message: string }[] }[]
  counts: Record<string, number>
  /** How many documents the whole file makes; null when it makes records. */
  documents: number | null
  missing: { label: string; names: string[] }[]
}

export interface ImportErrors {
  count: number
  items: { number: number; message: string; values: Record<string, string> }[]
}

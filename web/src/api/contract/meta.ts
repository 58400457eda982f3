/** The description the pages are generated from. */
import type { Id } from './values'

export type FieldType =
  | 'text' | 'multiline' | 'formula' | 'integer' | 'decimal' | 'quantity' | 'amount' | 'price' | 'rate' | 'cost' | 'date'
  | 'datetime' | 'boolean' | 'enum' | 'choices' | 'reference' | 'references' | 'image' | 'files' | 'json' | 'state' | 'password'

/** A file a field names. url: where it is read, below the interface's own address. */
export interface KeptFile {
  id: string
  name: string
  size: number
  content_type: string
  url: string
}

export interface Choice {
  value: string
  label: string
  color?: string
}

/** Rules of a field: typed trees of the formula language, and which options go with those of another field. */
export interface FieldRules {
  required_when?: Tree
  shown_when?: Tree
  locked_when?: Tree
  must_hold?: Tree
  message?: string
  options_by?: string
  options?: Record<string, string[]>
}

/** A formula as the server read it. */
export type Tree =
  | { v: string | boolean | null; k: TreeKind }
  | { x: string; k: TreeKind; m?: boolean }
  | { f: string; a: Tree[]; k: TreeKind; m?: boolean }
export type TreeKind = 'number' | 'text' | 'bool' | 'date' | 'datetime' | 'ref' | 'blank'

export interface FieldSpec {
  name: string
  label: string
  type: FieldType
  required?: boolean
  readonly?: boolean
  ref?: string | null
  /** Which records of `ref` are offered: parameters of its look-up. */
  ref_filter?: Record<string, string> | null
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
  /** For a JSON list of rows: the fields of one row. */
  rows?: FieldSpec[] | null
  /** For a formula: the field beside it that names the document type it is about, and the kind of its value. */
  about?: string
  gives?: string
  /** A field the account set added itself, with its rules. */
  custom?: boolean
  /** Of an own field: an index answers when lists filter and sort by it. */
  indexed?: boolean
  least?: string | null
  most?: string | null
  longest?: number | null
  pattern?: string | null
  /** What the account set demands by formula. */
  rules?: FieldRules
  /** How text and numbers are shown and typed: phone, email, link, barcode, address, rating. */
  format?: string | null
  /** The page's own: a record may be named here that nobody knows yet. */
  allowNew?: boolean
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
  /** The page that makes such documents, where nobody can write one by hand. */
  made_at?: string | null
  /** Lines only ever come from other documents. */
  needs_source?: boolean
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
  /** Its figures can be asked how they came about. */
  explains?: boolean
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

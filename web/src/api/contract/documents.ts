/** Documents, their lines, what may happen to them and what has. */
import type { Decimal, Id, Reference, Values } from './values'

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
  /** Of an order: how often it was changed after approval, plus one. */
  version?: number | null
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

export interface LineContext {
  on_hand?: Decimal | null
  available?: Decimal | null
  reserved?: Decimal | null
  incoming?: Decimal | null
  last_price?: Decimal | null
  /** What may be promised for today; the price list's price, and whose it is. Only for documents of sales. */
  atp?: Decimal | null
  list_price?: Decimal | null
  list_price_with_tax?: Decimal | null
  price_source?: 'partner' | 'group' | 'list'
  /** Only in a warehouse kept by bins: where the item lies or last lay. */
  bin?: Reference | null
  /** Only goods managed by lot. */
  tracking?: string | null
  /** The unit of the second quantity, of goods kept in two. */
  second_unit?: string | null
  has_expiry?: boolean | null
}

/** A part of a line that is of one lot, in the line's unit. */
export interface LotPart {
  lot: Reference | string
  quantity: Decimal
}

/** A lot that lies in the warehouse of a line: free, of which `take` would be taken by itself. */
export interface LotOffer {
  lot: Reference
  expiry_date: string | null
  days_left: number | null
  free: Decimal
  take: Decimal
  usable: boolean
}

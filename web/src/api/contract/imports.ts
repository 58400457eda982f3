/** Files taken in. */
import type { FieldSpec } from './meta'
import type { Decimal, Id } from './values'

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

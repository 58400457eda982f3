/** Search, work queue, the books' light, reports. */
import type { FieldSpec } from './meta'
import type { Id, Values } from './values'

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

export interface ReportAnswer {
  columns: FieldSpec[]
  rows: (Values & { _drill?: { path: string } })[]
  totals?: Values
  parameters?: Values
  generated_at?: string
  count?: number
  next_cursor?: string | null
}

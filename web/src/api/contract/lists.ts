/** Filters and pages of lists. */
import type { Decimal, Id, QuantityOfUnit } from './values'

export type FilterOp = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'in' | 'contains' | 'between' | 'isnull'

export type FilterValue = string | boolean | string[]

export type FilterClause = [field: string, op: FilterOp, value: FilterValue]

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

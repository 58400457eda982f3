import type { Decimal, Id, Reference } from './contract'
import { get, newKey, post } from './http'

export interface DocumentRef {
  id: Id
  type: string
  number: string
  state: string
  rev: number
}

export interface RunningCount {
  plan: DocumentRef
  method: string
  blind: boolean
  warehouses: Reference[]
  business_date: string
  sheets: DocumentRef[]
}

export interface CountedLine {
  item: Reference
  unit?: Reference | null
  warehouse?: Reference | null
  bin?: Reference | null
  lot?: Reference | string | null
  status: string
  status_label?: string
  counted: Decimal | null
  rounds?: Record<string, Decimal>
  book_quantity?: Decimal
}

export interface CountSheet {
  sheet: DocumentRef
  plan: DocumentRef
  method: string
  blind: boolean
  warehouses: Reference[]
  total: number
  counted: number
  lines: CountedLine[]
}

export interface Entry {
  quantity: string
  barcode?: string
  item?: Id
  bin?: Id
  bin_code?: string
  warehouse?: Id
  lot?: Id
  status?: string
  round: number
  mode: 'SET' | 'ADD'
}

export interface EntryAnswer {
  item: Reference
  quantity: Decimal
  rounds: Record<string, Decimal>
  counted_at: string
}

export interface ReviewLine extends CountedLine {
  snapshot_quantity?: Decimal
  moved_quantity?: Decimal
  difference?: Decimal
  amount?: Decimal | null
  needs_recount?: boolean
}

export interface Review {
  lines: ReviewLine[]
  figures: Record<string, unknown>
}

export const running = (): Promise<{ items: RunningCount[] }> => get('/counts')
export const begin = (body: { warehouses: Id[]; method: 'STATIC' | 'DYNAMIC'; blind: boolean; business_date: string; categories: Id[]; items: Id[] }): Promise<{ plan: DocumentRef; sheet: DocumentRef }> => post('/counts', body)
export const sheet = (id: Id): Promise<CountSheet> => get(`/counts/sheets/${id}`)
/** One thing counted. The key makes a beep that is sent twice count once. */
export const enter = (id: Id, entry: Entry): Promise<EntryAnswer> => post(`/counts/sheets/${id}/entries`, { ...entry, key: newKey() })
export const review = (id: Id): Promise<Review> => get(`/counts/sheets/${id}/review`)
export const confirm = (id: Id): Promise<{ sheet: DocumentRef; documents: DocumentRef[] }> => post(`/counts/sheets/${id}/confirm`, { post: true })

import type { Id, Reference, Values } from './contract'
import { get, itemsOf, post, put } from './http'

export interface MadeOrder {
  id: Id
  type: string
  number: string
}

export interface RequestedLine {
  line_id: Id
  line_no: number
  document: { id: Id; number: string }
  item: Reference
  unit: Reference
  quantity: string
  remaining: string
  needed_date: string | null
  department: string
  supplier: Reference | null
}

export interface Offer {
  supplier: Id
  price: string
  includes_tax: boolean
  tax_rate: string
  net_price: string
  lead_days: number | null
  minimum_quantity: string
  valid_to: string | null
  remarks: string
  awarded: string
}

export interface Comparison {
  document: { id: Id; number: string; state: string; stopped: boolean }
  suppliers: { id: Id; code: string; name: string; total: string; complete: boolean }[]
  lines: { id: Id; line_no: number; item: Reference; unit: Reference; quantity: string; remaining_quantity: string; best: Id | null; offers: Offer[] }[]
}

export const requested = async (q: string): Promise<RequestedLine[]> =>
  itemsOf(await get<{ items: RequestedLine[] }>('/purchasing/requested', { q }))

export const order = async (lines: { line: Id; supplier: Id; quantity: string }[]): Promise<MadeOrder[]> =>
  itemsOf(await post<{ items: MadeOrder[] }>('/purchasing/requested/orders', { lines }))

export const comparison = (rfq: Id): Promise<Comparison> => get(`/purchasing/rfqs/${rfq}/comparison`)

export const saveQuotes = (rfq: Id, quotes: Values[]): Promise<Comparison> => put(`/purchasing/rfqs/${rfq}/quotes`, { quotes })

export const award = async (rfq: Id, awards: { line: Id; supplier: Id; quantity: string }[]): Promise<MadeOrder[]> =>
  itemsOf(await post<{ items: MadeOrder[] }>(`/purchasing/rfqs/${rfq}/award`, { awards }))

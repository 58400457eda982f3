import type { Decimal, Id, LineContext, LotOffer, Reference, Values } from './contract'
import { get, post } from './http'
import type { Query } from './http'

export interface OnHandRow {
  item: Reference
  unit?: Reference | string | null
  warehouse?: Reference | null
  bin?: Reference | null
  status?: string | null
  lot?: Reference | string | null
  quantity: Decimal
  reserved?: Decimal | null
  available?: Decimal | null
  incoming?: Decimal | null
  amount?: Decimal | null
}

export interface OnHandPage {
  items: OnHandRow[]
  next_cursor: string | null
  count?: number
  count_capped?: boolean
  totals?: Values
}

export interface LedgerRow {
  id?: Id
  business_date: string
  recorded_at?: string
  document?: { id: Id; type: string; number: string; type_label?: string } | null
  type_label?: string
  warehouse?: Reference | null
  bin?: Reference | null
  lot?: Reference | string | null
  status?: string | null
  in_quantity?: Decimal | null
  out_quantity?: Decimal | null
  balance?: Decimal | null
  amount?: Decimal | null
  balance_amount?: Decimal | null
}

export interface LedgerPage {
  items: LedgerRow[]
  next_cursor?: string | null
  opening?: Decimal | null
  closing?: Decimal | null
}

export interface ScanResult {
  kind: string
  id?: Id
  item?: Reference
  unit?: Reference | null
  quantity?: Decimal | null
  lot?: string | null
  bin?: Reference
  package?: Reference
  document?: { id: Id; type: string; number: string }
  path?: string
}

export const onHand = (query: Query, signal?: AbortSignal): Promise<OnHandPage> => get('/stock/on-hand', query, signal)
export const ledger = (query: Query, signal?: AbortSignal): Promise<LedgerPage> => get('/stock/ledger', query, signal)
export const scan = (code: string): Promise<ScanResult> => get('/stock/scan', { code })

/** Stock and price beside the lines being typed, by item id. */
export async function lineContext(query: {
  items: Id[]
  warehouse?: Id | null
  partner?: Id | null
  documentType?: string
}): Promise<Record<Id, LineContext>> {
  if (query.items.length === 0) return {}
  const answer = await get<unknown>('/stock/line-context', {
    items: query.items.join(','),
    warehouse: query.warehouse,
    partner: query.partner,
    document_type: query.documentType,
  })
  return contextByItem(answer)
}

/** The lots the lines of a document would take; nothing is reserved. */
export const lotChoice = (body: { document_type: string; business_date: string | null; lines: Values[] }): Promise<{ lines: LotOffer[][] }> => post('/stock/lot-choice', body)

/** The answer is a map by item id, or rows that name their item. */
export function contextByItem(answer: unknown): Record<Id, LineContext> {
  const found: Record<Id, LineContext> = {}
  if (typeof answer !== 'object' || answer === null) return found
  const body = 'items' in answer ? (answer as { items: unknown }).items : answer
  if (Array.isArray(body)) {
    for (const row of body as (LineContext & { item?: Id | Reference; item_id?: Id })[]) {
      const id = row.item_id ?? (typeof row.item === 'object' ? row.item.id : row.item)
      if (id) found[id] = row
    }
    return found
  }
  return body as Record<Id, LineContext>
}

interface StockFigures {
  on_hand?: Decimal
  unusable?: Decimal
  in_transit?: Decimal
  reserved?: Decimal
  available?: Decimal
  unit_cost?: Decimal
  amount?: Decimal
}

export interface StockPlace extends StockFigures {
  warehouse?: Reference
  bin?: Reference
  lot?: string
  status?: string
  expiry_date?: string | null
}

export interface StockClaim {
  document: { id: Id; type: string; number: string }
  partner: string
  warehouse: string
  quantity: Decimal
  path: string
  /** The promised day of what is coming. */
  date?: string | null
}

/** Everything about the stock of one item; cost figures are missing for who may not see them. */
export interface ItemCard {
  item: Reference
  unit: string
  minimum_stock: Decimal | null
  totals: StockFigures
  places: StockPlace[]
  reserved_by: StockClaim[]
  incoming: StockClaim[]
  months: { month: string; in_quantity: Decimal; out_quantity: Decimal }[]
}

/** An open sales order line: what it holds, what nobody holds; all but `remaining` in base units. */
export interface ShippableLine {
  line_id: Id
  document: { id: Id; number: string }
  remaining: Decimal
  remaining_base: Decimal
  reserved: Decimal
  on_hand: Decimal
  available: Decimal
}

export const shippable = async (number: string): Promise<ShippableLine[]> =>
  (await get<{ items: ShippableLine[] }>('/sales/shippable', { q: number, limit: 500 })).items

/** Where a figure comes from: a formula, the same with values, the rows it stands on. */
export interface Explanation {
  figure: string
  formula: string
  values: string
  result: string
  rows: ExplainedRow[]
}

export type ExplainedRow = Record<string, unknown> & {
  document?: { id: Id; type: string; number: string; label: string }
  path?: string
  person?: string
}

export const explain = (query: Query): Promise<Explanation> => get('/explain', query)

export const itemCard = (item: Id): Promise<ItemCard> => get(`/stock/items/${item}`)

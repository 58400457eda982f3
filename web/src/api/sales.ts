import type { Decimal, Id, Reference } from './contract'
import { get, post } from './http'
import type { components } from './schema'

type Schemas = components['schemas']

export interface SellingPrice {
  price: Decimal | null
  price_with_tax: Decimal | null
  tax_rate: Decimal
  source: 'partner' | 'group' | 'list' | 'last' | 'components' | 'none'
  explain: string
}

export interface CounterSold {
  total: Decimal
  documents: { id: Id; type: string; number: string }[]
}

/** What something costs a customer, and why. */
export const price = (query: { item: Id; unit: Id | null; quantity: Decimal; partner: Id | null }): Promise<SellingPrice> =>
  get('/sales/price', { item: query.item, unit: query.unit, quantity: query.quantity, partner: query.partner })

/** Goods, invoice and money at once, or nothing. */
export const sellAtCounter = (body: {
  warehouse: Id
  partner: Id | null
  lines: { item: Id; unit: Id | null; quantity: Decimal; price: Decimal }[]
  payments: { method: string; amount: Decimal }[]
  round_off: Decimal
  confirm: string[]
}): Promise<CounterSold> =>
  post('/sales/counter', {
    ...body,
    warehouse: Number(body.warehouse),
    partner: body.partner === null ? null : Number(body.partner),
    lines: body.lines.map((line) => ({ ...line, item: Number(line.item), unit: line.unit === null ? null : Number(line.unit) })),
  } satisfies Schemas['CounterSaleIn'])

export interface PaperRef {
  id: Id
  type: string
  number: string
  partner?: string
}

export interface AllocationRow {
  line_id: Id
  document: PaperRef
  line_no: number
  partner: Reference | null
  wanted: Decimal
  held: Decimal
  given: Decimal
  priority: number
  promised_date: string | null
  business_date: string
}

export interface Allocation {
  available: Decimal
  rules: { value: string; label: string }[]
  rows: AllocationRow[]
}

export interface ReservationRow {
  id: Id
  kind: 'ORDER' | 'NOTICE' | 'LOCK' | 'INCOMING'
  item: Reference
  warehouse: string
  bin: string | null
  lot: string | null
  quantity: Decimal
  document: PaperRef | null
  line_no: number | null
  priority: number
  reason: string
  expires_at: string | null
  created_at: string
  supply: PaperRef | null
  due: string | null
}

export interface ReservationEvent {
  id: Id
  at: string
  kind: string
  label: string
  item: Reference
  warehouse: string
  quantity: Decimal
  document: PaperRef | null
  reason: string
  by: string
}

export interface CreditRow {
  partner: Reference
  limit: Decimal | null
  days: number | null
  used: Decimal
  available: Decimal | null
  overdue_days: number
  parts: { name: string; amount: Decimal; counted: boolean }[]
}

export interface CreditOverview {
  customers: CreditRow[]
  waiting: { document: PaperRef; partner: string; business_date: string; amount: Decimal; over: Decimal }[]
  released: { document: PaperRef; partner: string; amount: Decimal; exposure: Decimal; limit: Decimal | null; overdue_days: number; by: string; at: string }[]
}

/** Who would get how much; nothing changes. */
export const allocation = (item: Id, warehouse: Id, rule: string): Promise<Allocation> => get('/sales/allocation', { item, warehouse, rule })

export const allocate = (item: Id, warehouse: Id, rule: string): Promise<Allocation> =>
  post('/sales/allocation', { item: Number(item), warehouse: Number(warehouse), rule })

const itemsOf = <Row>(path: string, item: Id | null): Promise<Row[]> => get<{ items: Row[] }>(path, { item }).then((page) => page.items)

export const reservations = (item: Id | null): Promise<ReservationRow[]> => itemsOf('/stock/reservations', item)

export const reservationLog = (item: Id | null): Promise<ReservationEvent[]> => itemsOf('/stock/reservation-log', item)

export const releaseReservation = (id: Id, reason: string): Promise<void> => post(`/stock/reservations/${id}/release`, { reason })

export const keepReservation = (id: Id): Promise<void> => post(`/stock/reservations/${id}/keep`, {})

export const lockStock = (body: { item: Id; warehouse: Id; quantity: Decimal; reason: string; release_date: string | null }): Promise<unknown> =>
  post('/stock/locks', { ...body, item: Number(body.item), warehouse: Number(body.warehouse) })

export const credit = (): Promise<CreditOverview> => get('/credit')

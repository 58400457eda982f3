import type { Decimal, Id } from './contract'
import { get, post } from './http'
import type { components } from './schema'

type Schemas = components['schemas']

export interface SellingPrice {
  price: Decimal | null
  price_with_tax: Decimal | null
  tax_rate: Decimal
  source: 'partner' | 'group' | 'list' | 'last' | 'none'
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

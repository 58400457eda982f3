import type { Decimal, Id } from '@/api'
import { compareDecimals, multiplyDecimals, roundDecimal, subtractDecimals, sumDecimals, trimZeros } from '@/kit'

/** One row of the till: price with tax, per unit. touched: the price was typed by hand and stays. */
export interface CounterRow {
  key: string
  item: Id
  code: string
  name: string
  unit: Id | null
  unitName: string
  quantity: string
  price: string
  why: string
  touched: boolean
}

export interface Scanned {
  item: { id: Id; code: string; name: string }
  unit: { id: Id; name: string } | null
}

export const keyOf = (item: Id, unit: Id | null): string => `${item}:${unit ?? ''}`

/** The same goods in the same unit are one row, counted up; the newest scan stands on top. */
export function scanned(rows: CounterRow[], hit: Scanned): CounterRow[] {
  const key = keyOf(hit.item.id, hit.unit?.id ?? null)
  const known = rows.find((row) => row.key === key)
  const row: CounterRow = known
    ? { ...known, quantity: trimZeros(sumDecimals([known.quantity, '1'])) }
    : {
        key, item: hit.item.id, code: hit.item.code, name: hit.item.name, unit: hit.unit?.id ?? null,
        unitName: hit.unit?.name ?? '', quantity: '1', price: '', why: '', touched: false,
      }
  return [row, ...rows.filter((one) => one.key !== key)]
}

/** Rounded as the server does: every row to the cent. */
export const rowTotal = (row: CounterRow): Decimal => roundDecimal(multiplyDecimals(row.quantity, row.price), 2) ?? '0.00'

export const totalOf = (rows: CounterRow[]): Decimal => roundDecimal(sumDecimals(rows.map(rowTotal)), 2) ?? '0.00'

/** What is taken off so that a whole number of `step` (1 = yuan, 0.1 = jiao) is left to pay. */
export function roundOff(total: Decimal, step: '1' | '0.1'): Decimal {
  const places = step === '1' ? 0 : 1
  const down = total.includes('.') ? total.slice(0, total.indexOf('.') + (places ? places + 1 : 0)) : total
  return roundDecimal(subtractDecimals(total, down), 2) ?? '0.00'
}

/** Change for cash; nothing while too little was given. */
export function changeFor(due: Decimal, given: string): Decimal | null {
  if (given === '' || compareDecimals(given, due) < 0) return null
  return roundDecimal(subtractDecimals(given, due), 2)
}

export const ready = (rows: CounterRow[]): boolean =>
  rows.length > 0 && rows.every((row) => row.price !== '' && compareDecimals(row.quantity || '0', '0') > 0)

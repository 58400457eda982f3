import type { DocumentLine, FieldSpec, LineContext, QuantityOfUnit, Reference, Values } from '@/api'
import { multiplyDecimals, newId, normaliseDecimal, roundDecimal, subtractDecimals, sumDecimals, trimZeros } from '@/kit'
import { isNumberField, referenceId, wireValue } from '../../fields/values'

/** A line being typed. `key` lives in the page only; `line` holds what the API speaks. */
export interface GridRow {
  key: string
  line: DocumentLine
  /** The price that was filled in from the last one; gone when the item or the unit changes. */
  filled?: string
}

/** Read-only figures shown beside a line while it is typed. */
export const CONTEXT_FIELDS = ['on_hand', 'available', 'incoming', 'atp', 'last_price'] as const
const COMPUTED = new Set(['base_quantity', 'cost_amount', 'unit_cost', 'line_no'])

export const rowOf = (line: DocumentLine = {}): GridRow => ({ key: line.id ?? newId(), line })

/** Own fields begin so; the rows of a firm's own forms have no others. */
const OWN = 'x_'
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0)

export const isBlank = (row: GridRow): boolean =>
  !referenceId(row.line['item']) && !normaliseDecimal(row.line['quantity']) && !Object.entries(row.line).some(([name, value]) => name.startsWith(OWN) && !isEmpty(value))

export const isEditable = (field: FieldSpec): boolean =>
  !field.readonly && !COMPUTED.has(field.name) && !(CONTEXT_FIELDS as readonly string[]).includes(field.name)

/** The typed line with its money (amount without tax, tax, total), when prices are known: a preview, the server's figures replace it at the next save. */
export function withAmounts(line: DocumentLine, includesTax: boolean): DocumentLine {
  const discount = normaliseDecimal(line['discount']) ?? '0'
  const full = multiplyDecimals(multiplyDecimals(line['quantity'], line['price']), subtractDecimals('1', discount))
  const gross = full === null ? null : subtractDecimals(full, normaliseDecimal(line['discount_amount']) ?? '0')
  if (gross === null) return line
  const rate = normaliseDecimal(line['tax_rate']) ?? '0'
  if (!includesTax) {
    const net = roundDecimal(gross, 2) ?? '0'
    const tax = roundDecimal(multiplyDecimals(net, rate), 2) ?? '0'
    return { ...line, amount: net, tax, total: sumDecimals([net, tax]) }
  }
  const total = roundDecimal(gross, 2) ?? '0'
  const net = netOfTax(total, rate)
  return { ...line, amount: net, tax: subtractDecimals(total, net), total }
}

/** amount ÷ (1 + rate), HALF_UP to the cent, in whole numbers. */
export function netOfTax(amount: string, rate: string): string {
  const scale = 6
  const factor = BigInt((roundDecimal(sumDecimals(['1', rate]), scale) ?? '1').replace('.', ''))
  const cents = BigInt((roundDecimal(amount, 2) ?? '0').replace('.', ''))
  const negative = cents < 0n
  const size = (negative ? -cents : cents) * 10n ** BigInt(scale)
  const rounded = (size * 2n + factor) / (factor * 2n)
  const digits = rounded.toString().padStart(3, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** A unit of an item as pickers give it: factor = how many base units it holds, "12" or "1/3". */
interface PickedUnit extends Reference {
  factor?: string
}

interface Picked {
  base_unit?: PickedUnit | null
  purchase_unit?: PickedUnit | null
  sale_unit?: PickedUnit | null
  matched_unit?: PickedUnit | null
  tax_rate?: string | null
}

/** What a freshly picked item brings along: the unit it was scanned in or is usually bought or sold in, its tax rate. */
export function withItemDefaults(values: Values, room: string, fields: FieldSpec[]): Values {
  const picked = (values['item'] as { extra?: Picked } | null | undefined)?.extra
  if (!picked) return values
  const usual = room === 'purchasing' ? picked.purchase_unit : room === 'sales' ? picked.sale_unit : null
  const unit = picked.matched_unit ?? usual ?? picked.base_unit
  const has = (name: string) => fields.some((field) => field.name === name)
  return {
    ...(unit && has('unit') ? { unit: { ...unit, extra: { factor: unit.factor } } } : {}),
    ...(picked.tax_rate && has('tax_rate') ? { tax_rate: picked.tax_rate } : {}),
    ...values,
  }
}

/** What comes with a filled price and goes with it. */
const FILLED = new Set(['price', 'amount', 'tax', 'total'])

export function setCells(row: GridRow, values: Values, includesTax: boolean): GridRow {
  const line: DocumentLine = { ...row.line, ...values }
  if (row.filled !== undefined && line['price'] === row.filled && !('price' in values) && ('item' in values || 'unit' in values)) {
    return { key: row.key, line: Object.fromEntries(Object.entries(line).filter(([name]) => !FILLED.has(name))) }
  }
  const money = ['quantity', 'price', 'tax_rate', 'discount', 'discount_amount'].some((name) => name in values)
  return { ...row, line: money ? withAmounts(line, includesTax) : line }
}

/** How many base units, in which prices are remembered, the line's unit holds; null when that is not known or not a decimal. */
function factorOf(line: DocumentLine): string | null {
  const item = line['item'] as { extra?: Picked } | null | undefined
  const base = referenceId(line['base_unit']) ?? referenceId(item?.extra?.base_unit)
  if (base !== null && base === (referenceId(line['unit']) ?? base)) return '1'
  const unit = line['unit'] as { extra?: { factor?: unknown } } | null | undefined
  return typeof unit?.extra?.factor === 'string' ? normaliseDecimal(unit.extra.factor) : null
}

/** Prices per base unit have six places; four are left when they are told for a larger unit, so that 50 ÷ 24 × 24 is 50 again. */
const FILLED_PLACES = 4

/** Fill in the price of the list, else the last one agreed (per base unit), where nobody typed one; a price that was emptied on
 * purpose stays empty. */
export function withLastPrice(row: GridRow, context: LineContext | undefined, includesTax: boolean): GridRow {
  const known = (includesTax ? context?.list_price_with_tax : context?.list_price) ?? context?.last_price
  if (!known || row.line['price'] !== undefined) return row
  const factor = factorOf(row.line)
  if (factor === null) return row
  const price = factor === '1' ? known : roundDecimal(multiplyDecimals(known, factor), FILLED_PLACES)
  return price === null ? row : { ...setCells(row, { price: trimZeros(price) }, includesTax), filled: trimZeros(price) }
}

/** In a warehouse kept by bins a line goes where its goods lie or last lay, unless somebody says otherwise. */
export function withUsualBin(row: GridRow, context: LineContext | undefined, home: string | null): GridRow {
  if (!context?.bin || referenceId(row.line['bin']) || (referenceId(row.line['warehouse']) ?? home) !== home) return row
  return { ...row, line: { ...row.line, bin: context.bin } }
}

export const insertRow = (rows: GridRow[], at: number): GridRow[] => [...rows.slice(0, at), rowOf(), ...rows.slice(at)]

export function removeRow(rows: GridRow[], at: number): GridRow[] {
  const rest = rows.filter((_, index) => index !== at)
  return rest.length > 0 ? rest : [rowOf()]
}

const OWN_TO_ORIGINAL = new Set(['id', 'line_no', 'source', 'source_line_id', 'linked_quantity', 'executed_quantity', 'remaining_quantity'])

/** A copy without what belongs to the saved original: its id, its source, its progress. */
export function duplicateRow(rows: GridRow[], at: number): GridRow[] {
  const original = rows[at]
  if (!original) return rows
  const line: DocumentLine = Object.fromEntries(Object.entries(original.line).filter(([name]) => !OWN_TO_ORIGINAL.has(name)))
  return [...rows.slice(0, at + 1), rowOf(line), ...rows.slice(at + 1)]
}

/** Ctrl-D: the value above comes down into this cell. */
export function copyDown(rows: GridRow[], at: number, field: string, includesTax: boolean): GridRow[] {
  const above = rows[at - 1]
  if (!above) return rows
  return rows.map((row, index) => (index === at ? setCells(row, { [field]: above.line[field] }, includesTax) : row))
}

/** The lines to send: blank rows stay behind. `places` maps the sent index back to the row on screen. */
/** fieldsOf: the fields that are there on a line. */
export function wireLines(rows: GridRow[], fieldsOf: (line: DocumentLine) => FieldSpec[]): { lines: DocumentLine[]; places: number[] } {
  const lines: DocumentLine[] = []
  const places: number[] = []
  rows.forEach((row, index) => {
    if (isBlank(row)) return
    const wire: DocumentLine = {}
    if (row.line.id) wire.id = row.line.id
    const source = row.line.source_line_id ?? row.line.source?.line_id
    if (source) wire.source_line_id = source
    for (const field of fieldsOf(row.line)) {
      if (!isEditable(field)) continue
      const value = wireValue(field, row.line[field.name])
      // What a saved line says nothing about any more has to be said: what is left out stays.
      if (value !== null && value !== '') wire[field.name] = value
      else if (field.custom && row.line.id) wire[field.name] = null
    }
    lines.push(wire)
    places.push(index)
  })
  return { lines, places }
}

const unitOf = (line: DocumentLine, field: FieldSpec): QuantityOfUnit['unit'] => {
  const unit = line[field.name === 'quantity' ? 'unit' : 'base_unit']
  return typeof unit === 'object' && unit !== null ? unit : null
}

/** A quantity adds up within one unit only; several units are told one by one. */
function quantityTotal(rows: GridRow[], field: FieldSpec): string | QuantityOfUnit[] {
  const byUnit = new Map<string, { unit: QuantityOfUnit['unit']; values: unknown[] }>()
  for (const { line } of rows) {
    if (normaliseDecimal(line[field.name]) === null) continue
    const unit = unitOf(line, field)
    const known = byUnit.get(unit?.id ?? '')
    if (known) known.values.push(line[field.name])
    else byUnit.set(unit?.id ?? '', { unit, values: [line[field.name]] })
  }
  const parts = [...byUnit.values()].map(({ unit, values }) => ({ ...(unit ? { unit } : {}), quantity: sumDecimals(values) }))
  return parts.length > 1 ? parts : (parts[0]?.quantity ?? '0')
}

export function totalsOf(rows: GridRow[], fields: FieldSpec[]): Record<string, string | QuantityOfUnit[]> {
  const totals: Record<string, string | QuantityOfUnit[]> = {}
  for (const field of fields) {
    if (!isNumberField(field) || field.type === 'price' || field.type === 'rate') continue
    // Of an own number nobody knows whether a sum means anything; of an amount it does.
    if (field.custom && field.type !== 'amount') continue
    if ((CONTEXT_FIELDS as readonly string[]).includes(field.name) || ['line_no', 'min_life_days'].includes(field.name)) continue
    totals[field.name] = field.type === 'quantity' ? quantityTotal(rows, field) : sumDecimals(rows.map((row) => row.line[field.name]))
  }
  return totals
}

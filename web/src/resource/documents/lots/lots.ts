import type { DocTypeSpec, DocumentLine, FieldSpec, LineContext, LotOffer, LotPart, Reference } from '@/api'
import { formatQuantity, normaliseDecimal, sumDecimals } from '@/kit'
import { referenceId } from '../../fields/values'
import type { GridRow } from '../grid/model'

/** Columns that only matter to goods managed by lot. */
const COLUMNS = new Set(['lot', 'lots', 'production_date', 'expiry_date', 'min_life_days'])
/** Goods whose every unit is named. */
const SERIALS = new Set(['SERIAL', 'LOT_SERIAL'])
/** How many serial numbers one range may stand for. */
const MOST_OF_RANGE = 10_000

/** Is anything on these lines managed by lot? */
export const anyTracked = (rows: GridRow[], context: Record<string, LineContext>): boolean =>
  rows.some(({ line }) => isTracked(line) || Boolean(context[referenceId(line['item']) ?? '']?.tracking))

export const isTracked = (line: DocumentLine): boolean => typeof line['tracking'] === 'string' && line['tracking'] !== 'NONE'

export const isSerial = (line: DocumentLine): boolean => SERIALS.has(String(line['tracking']))

/** Serial numbers are only noted; stock is not kept by them. */
export const isNoted = (line: DocumentLine): boolean => line['tracking'] === 'WEAK'

/** Documents that bring goods in may name a lot nobody knew. */
export const bringsLots = (spec: DocTypeSpec): boolean => spec.line_fields.some((field) => field.name === 'production_date')

/** Is anything on these lines kept in two quantities? */
export const anyDoubled = (rows: GridRow[], context: Record<string, LineContext>): boolean =>
  rows.some(({ line }) => Boolean(line['second_unit']) || Boolean(context[referenceId(line['item']) ?? '']?.second_unit))

/**
 * The columns of the grid without those of lots, as long as no line has any use for them; the lot may be new where goods come in.
 * They stand right behind the quantity: whatever is left of the cursor stays where it is when they appear.
 */
export function lotColumns(fields: FieldSpec[], spec: DocTypeSpec, tracked: boolean): FieldSpec[] {
  if (!tracked) return fields.filter((field) => !COLUMNS.has(field.name))
  const own = fields.filter((field) => COLUMNS.has(field.name)).map((field) => (field.name === 'lot' && bringsLots(spec) ? { ...field, allowNew: true } : field))
  const others = fields.filter((field) => !COLUMNS.has(field.name))
  const at = others.findIndex((field) => field.name === 'quantity') + 1
  return [...others.slice(0, at), ...own, ...others.slice(at)]
}

/** Where the figures beside a line begin: behind the quantity, what is said about lots and the second quantity. */
export function behindQuantity(fields: FieldSpec[]): number {
  let at = fields.findIndex((field) => field.name === 'quantity') + 1
  while (COLUMNS.has(fields[at]?.name ?? '') || fields[at]?.name === 'second_quantity') at += 1
  return at
}

const nameOf = (lot: Reference | string): string => (typeof lot === 'string' ? lot : (lot.code ?? ''))

/** "B2 ×25、B1 ×15": what a line takes, in words. */
export function partsText(parts: { lot: Reference | string; quantity: unknown; of?: string }[]): string {
  const within = parts.find((part) => part.of)?.of
  if (within) return `${within}: ${parts.map((part) => nameOf(part.lot)).join('、')}`
  return parts.map((part) => `${nameOf(part.lot)} ×${formatQuantity(part.quantity)}`).join('、')
}

/** The lots of a line as people read them: one lot, those chosen, or those the posting took. */
export function lotText(line: DocumentLine): string {
  const noted = line['serials'] as string[] | undefined
  if (noted && noted.length > 0 && !line['lot']) return noted.join('、')
  if (line['lot']) return [nameOf(line['lot'] as Reference), ...(noted ?? [])].join('、')
  if (Array.isArray(line['lots']) && line['lots'].length > 0) return partsText(line['lots'] as LotPart[])
  const taken = line['lot_parts'] as { lot: Reference; base_quantity: string }[] | undefined
  return taken ? partsText(taken.map((part) => ({ lot: part.lot, quantity: part.base_quantity }))) : ''
}

/** What would be taken by itself. */
export const offered = (offers: LotOffer[]): LotPart[] =>
  offers.filter((offer) => normaliseDecimal(offer.take) !== '0').map((offer) => ({ lot: offer.lot, quantity: offer.take }))

/** Numbers pasted or scanned: one a line, or parted by commas or blanks; "SN008-SN012" and "SN008~012" stand for a range. */
export function numbersOf(text: string): string[] {
  const found: string[] = []
  for (const piece of text.split(/[\s,，;；、]+/)) {
    if (piece === '') continue
    const range = /^(.*?)(\d+)\s*[-~～—]\s*(.*?)(\d+)$/.exec(piece)
    const [, head = '', from = '', otherHead = '', to = ''] = range ?? []
    const isRange = range !== null && (otherHead === '' || otherHead === head) && from.length >= to.length
    const last = isRange ? Number(from.slice(0, from.length - to.length) + to) : 0
    if (!isRange || last < Number(from) || last - Number(from) >= MOST_OF_RANGE) {
      found.push(piece)
      continue
    }
    for (let number = Number(from); number <= last; number += 1) found.push(head + String(number).padStart(from.length, '0'))
  }
  return [...new Set(found)]
}

export const sumOfParts = (parts: LotPart[]): string => sumDecimals(parts.map((part) => part.quantity))

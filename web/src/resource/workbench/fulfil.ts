import type { DocumentLine, Reference } from '@/api'
import { compareDecimals, isNegative, isZero, normaliseDecimal, sumDecimals } from '@/kit'
import { referenceId } from '../fields/values'

/** A line of the order being carried out: what is expected, and what was really there. */
export interface FulfilLine {
  key: string
  line: DocumentLine
  item: Reference
  unit: string | undefined
  expected: string
  /** What the person typed or scanned; empty = nothing yet. */
  counted: string
}

export function fulfilLines(lines: DocumentLine[], blank: boolean): FulfilLine[] {
  return lines.map((line, index) => {
    const expected = normaliseDecimal(line['quantity']) ?? '0'
    const unit = line['unit']
    return {
      key: line.source_line_id ?? line.id ?? String(index),
      line,
      item: (line['item'] ?? { id: '' }) as Reference,
      unit: typeof unit === 'object' && unit !== null ? (unit as Reference).name : undefined,
      expected,
      counted: blank ? '' : expected,
    }
  })
}

/** Something was typed that is no quantity; such a line is never left out silently. */
export const isWrong = (line: FulfilLine): boolean => line.counted.trim() !== '' && (normaliseDecimal(line.counted) === null || isNegative(line.counted))

export const differs = (line: FulfilLine): boolean => line.counted !== '' && (isWrong(line) || compareDecimals(line.counted, line.expected) !== 0)

/** One more of the scanned item: on its first line that still misses some, else on its last. */
export function addScanned(lines: FulfilLine[], item: string, quantity: string): { lines: FulfilLine[]; hit: string | null } {
  const mine = lines.filter((line) => referenceId(line.item) === item)
  const open = mine.find((line) => compareDecimals(line.counted, line.expected) < 0) ?? mine[mine.length - 1]
  if (!open) return { lines, hit: null }
  return {
    lines: lines.map((line) => (line === open ? { ...line, counted: sumDecimals([line.counted, quantity]) } : line)),
    hit: open.key,
  }
}

/**
 * The goods of a scanned package on the lines that want them: each takes lot, bin, status and the package; further lots of an item
 * become further lines of the same order line. `left`: goods no line wants, or wants in another unit.
 */
export function addPackage(lines: FulfilLine[], contents: DocumentLine[]): { lines: FulfilLine[]; hit: string | null; left: DocumentLine[] } {
  let next = lines
  let hit: string | null = null
  const left: DocumentLine[] = []
  for (const content of contents) {
    const wants = (line: FulfilLine) => referenceId(line.item) === referenceId(content['item']) && referenceId(line.line['unit']) === referenceId(content['unit'])
    const mine = next.filter(wants)
    const free = mine.find((line) => !line.line['package'] && isZero(normaliseDecimal(line.counted) ?? '0')) ?? mine.find((line) => !line.line['package'])
    const origin = free ?? mine[0]
    if (!origin) {
      left.push(content)
      continue
    }
    const taken = Object.fromEntries(['package', 'lot', 'bin', 'status'].flatMap((name) => (content[name] ? [[name, content[name]]] : [])))
    const counted = normaliseDecimal(content['quantity']) ?? '0'
    const filled: FulfilLine = { ...origin, line: { ...origin.line, ...taken }, counted }
    if (free) next = next.map((line) => (line === free ? filled : line))
    else {
      filled.key = `${origin.key}+${next.length}`
      filled.expected = '0'
      next = [...next.slice(0, next.indexOf(origin) + 1), filled, ...next.slice(next.indexOf(origin) + 1)]
    }
    hit = filled.key
  }
  return { lines: next, hit, left }
}

/** The lines to send: those with a quantity; `places` leads from the sent index back to the shown one. */
export function countedLines(lines: FulfilLine[]): { lines: DocumentLine[]; places: number[] } {
  const sent: DocumentLine[] = []
  const places: number[] = []
  lines.forEach((line, index) => {
    const quantity = normaliseDecimal(line.counted)
    if (quantity === null || isZero(quantity)) return
    const wire: DocumentLine = { quantity }
    for (const [name, value] of Object.entries(line.line)) {
      if (['id', 'line_no', 'quantity', 'amount', 'net', 'tax', 'source', 'base_quantity', 'factor', 'base_unit', 'on_hand', 'available', 'linked_quantity', 'executed_quantity', 'remaining_quantity', 'cost_amount', 'unit_cost'].includes(name)) continue
      if (value === null || value === undefined || value === '') continue
      const fresh = name === 'lot' && typeof value === 'object' && !(value as Reference).id
      wire[name] = fresh ? { code: (value as Reference).code } : typeof value === 'object' && !Array.isArray(value) && 'id' in value ? referenceId(value) : value
    }
    sent.push(wire)
    places.push(index)
  })
  return { lines: sent, places }
}

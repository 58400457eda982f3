import type { DocumentLine, Reference } from '@/api'
import { normaliseDecimal, sumDecimals } from '@/kit'
import { referenceId } from '@/resource/fields/values'

/** A place-and-item to count. `counted` is what the person says; '' = not yet. */
export interface CountLine {
  key: string
  line: DocumentLine
  item: Reference
  bin: Reference | null
  lot: Reference | string | null
  unit: string | undefined
  counted: string
}

const reference = (value: unknown): Reference | null => (typeof value === 'object' && value !== null ? (value as Reference) : null)

export function countLine(line: DocumentLine, index: number): CountLine {
  return {
    key: line.id ?? `new-${index}`,
    line,
    item: reference(line['item']) ?? { id: String(line['item'] ?? '') },
    bin: reference(line['bin']),
    lot: (line['lot'] as Reference | string | null | undefined) ?? null,
    unit: reference(line['unit'])?.name ?? reference(line['base_unit'])?.name,
    counted: line['counted_at'] === null && normaliseDecimal(line['quantity']) === '0' ? '' : (normaliseDecimal(line['quantity']) ?? ''),
  }
}

/** Bins in walking order, each with its lines. */
export function byBin(lines: CountLine[]): { bin: Reference | null; lines: CountLine[] }[] {
  const groups = new Map<string, { bin: Reference | null; lines: CountLine[] }>()
  for (const line of lines) {
    const key = line.bin?.code ?? line.bin?.id ?? ''
    const group = groups.get(key)
    if (group) group.lines.push(line)
    else groups.set(key, { bin: line.bin, lines: [line] })
  }
  return [...groups.entries()].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).map(([, group]) => group)
}

export const setCounted = (lines: CountLine[], key: string, counted: string): CountLine[] =>
  lines.map((line) => (line.key === key ? { ...line, counted } : line))

/** A scan adds to the line of that item in the bin at hand; null when there is none. */
export function scanned(lines: CountLine[], item: string, bin: string | null, quantity: string): { lines: CountLine[]; key: string } | null {
  const mine = lines.filter((line) => line.item.id === item)
  const target = mine.find((line) => (line.bin?.id ?? null) === bin) ?? (mine.length === 1 ? mine[0] : undefined)
  if (!target) return null
  return { lines: setCounted(lines, target.key, sumDecimals([target.counted, quantity])), key: target.key }
}

/** Lines as the API takes them; what was not counted yet carries no quantity. */
export function wireCount(lines: CountLine[], now: string): DocumentLine[] {
  return lines.map(({ line, item, bin, lot, counted }) => {
    const wire: DocumentLine = { item: item.id }
    if (line.id) wire.id = line.id
    const quantity = normaliseDecimal(counted)
    if (quantity !== null) {
      wire['quantity'] = quantity
      const before = normaliseDecimal(line['quantity'])
      wire['counted_at'] = before === quantity && typeof line['counted_at'] === 'string' ? line['counted_at'] : now
    }
    if (bin) wire['bin'] = bin.id
    const lotId = referenceId(lot)
    if (lotId) wire['lot'] = lotId
    for (const name of ['unit', 'warehouse'] as const) {
      const id = referenceId(line[name])
      if (id) wire[name] = id
    }
    for (const name of ['status', 'reason', 'remarks'] as const) if (line[name]) wire[name] = line[name]
    return wire
  })
}

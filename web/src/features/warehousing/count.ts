import type { Reference } from '@/api'
import type { CountedLine, Entry } from '@/api/counts'
import { normaliseDecimal, referenceText } from '@/kit'

const plain = (text: string): string => text.trim().toLowerCase()

/** Bins in walking order, each with its lines. */
export function byBin(lines: CountedLine[]): { key: string; bin: Reference | null; lines: CountedLine[] }[] {
  const groups = new Map<string, { key: string; bin: Reference | null; lines: CountedLine[] }>()
  for (const line of lines) {
    const key = line.bin?.code ?? line.bin?.id ?? ''
    const group = groups.get(key)
    if (group) group.lines.push(line)
    else groups.set(key, { key, bin: line.bin ?? null, lines: [line] })
  }
  return [...groups.values()].sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }))
}

export const lineKey = (line: CountedLine): string =>
  [line.warehouse?.id, line.bin?.id, line.item.id, typeof line.lot === 'object' ? line.lot?.id : line.lot, line.status].join(':')

/** What was counted in a round; null = nothing yet. The first round is also told as `counted`. */
export const countedIn = (line: CountedLine, round: number): string | null =>
  line.rounds?.[String(round)] ?? (round === 1 && Object.keys(line.rounds ?? {}).length === 0 ? line.counted : null)

/** The entry that says how much of this line is there. */
export function entryOf(line: CountedLine, quantity: string, round: number, mode: Entry['mode']): Entry {
  return {
    item: line.item.id, quantity, round, mode, status: line.status,
    ...(line.bin ? { bin: line.bin.id } : {}),
    ...(line.warehouse ? { warehouse: line.warehouse.id } : {}),
    ...(typeof line.lot === 'object' && line.lot ? { lot: line.lot.id } : {}),
  }
}

/** A scanned code: the label of a bin on the sheet, or one more piece of what carries this barcode, in the bin at hand. */
export function readScan(code: string, lines: CountedLine[], bin: string | null, round: number): { bin: string } | { entry: Entry } {
  const found = lines.find((line) => line.bin?.code && plain(line.bin.code) === plain(code))
  if (found?.bin?.code) return { bin: found.bin.code }
  return { entry: { barcode: code, quantity: '1', mode: 'ADD', round, ...(bin ? { bin_code: bin } : {}) } }
}

export const describe = (line: CountedLine): string =>
  [line.item.code, line.item.spec, line.lot ? referenceText(line.lot) : '', line.status === 'AVAILABLE' ? '' : line.status_label].filter(Boolean).join(' · ')

/** A quantity as it is typed at the shelf: a number, or one with units (3箱+2瓶) that the server reads; null when it is neither. */
export function readCount(typed: string): string | null {
  const number = normaliseDecimal(typed)
  if (number !== null) return number
  return /^\s*\d/.test(typed) && /[^\d.,\s+-]/.test(typed) && !/[，,]\d+\s*$/.test(typed) ? typed.trim() : null
}

/** Nobody counts ten million pieces: so many digits in a quantity came from the scanner. */
export const isScan = (typed: string): boolean => /^\d{8,}$/.test(typed.trim())

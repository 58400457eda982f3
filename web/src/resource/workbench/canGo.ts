import { compareDecimals, divideDown, isNegative, multiplyDecimals, subtractDecimals } from '@/kit'
import type { FulfilLine } from './fulfil'

/** What an open order line holds and what nobody holds, in base units; remaining in the line's unit too. */
export interface Held {
  reserved: string
  available: string
  onHand: string
  remaining: string
  remainingBase: string
}

const least = (first: string, ...others: string[]): string => others.reduce((least, one) => (compareDecimals(one, least) < 0 ? one : least), first)
const notBelowZero = (value: string): string => (isNegative(value) ? '0' : value)
const placesOf = (value: string): number => value.split('.')[1]?.length ?? 0

/**
 * What of each line can go, in the line's unit, by line key: what the order holds, then what nobody holds, never more than
 * lies there. Lines of one item share what is there, in their order.
 */
export function canGo(lines: readonly FulfilLine[], held: Readonly<Record<string, Held>>): Record<string, string> {
  const free = new Map<string, string>()
  const there = new Map<string, string>()
  const found: Record<string, string> = {}
  for (const line of lines) {
    const known = held[line.key]
    if (!known) continue
    const place = `${line.item.id}:${JSON.stringify(line.line['warehouse'] ?? null)}`
    const unclaimed = free.get(place) ?? notBelowZero(known.available)
    const lying = there.get(place) ?? notBelowZero(known.onHand)
    const wanted = inBase(line.expected, known)
    const own = least(wanted, known.reserved, lying)
    const more = least(notBelowZero(subtractDecimals(wanted, own)), unclaimed, subtractDecimals(lying, own))
    const goes = subtractDecimals(own, negated(more))
    free.set(place, subtractDecimals(unclaimed, more))
    there.set(place, subtractDecimals(lying, goes))
    found[line.key] = compareDecimals(goes, wanted) >= 0 ? line.expected : divideDown(multiplyDecimals(goes, known.remaining), known.remainingBase, places(line, known)) ?? '0'
  }
  return found
}

const negated = (value: string): string => subtractDecimals('0', value)

/** A broken box cannot go: in a unit of several pieces as many places as were ordered. */
const places = (line: FulfilLine, known: Held): number => (known.remaining === known.remainingBase ? 6 : placesOf(line.expected))

function inBase(quantity: string, known: Held): string {
  if (compareDecimals(quantity, known.remaining) === 0) return known.remainingBase
  return divideDown(multiplyDecimals(quantity, known.remainingBase), known.remaining, 6) ?? quantity
}

/** Short lines first; each with no more than can go. */
export function proposed(lines: readonly FulfilLine[], goes: Readonly<Record<string, string>>): FulfilLine[] {
  const short = (line: FulfilLine) => compareDecimals(goes[line.key] ?? line.expected, line.expected) < 0
  const filled = lines.map((line) => ({ ...line, counted: goes[line.key] ?? line.expected }))
  return [...filled.filter(short), ...filled.filter((line) => !short(line))]
}

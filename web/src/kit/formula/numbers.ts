/** Numbers of formulas: whole multiples of 10^-20, |x| < 10^20, rounded half away from zero, as the server does. */

import { Failed } from './failed'

const PLACES = 20
export const UNIT = 10n ** 20n
const LIMIT = 10n ** 40n
const PATTERN = /^([+-]?)(\d+)(?:\.(\d{1,20}))?$/

const size = (value: bigint) => (value < 0n ? -value : value)

export function within(value: bigint): bigint {
  if (size(value) >= LIMIT) throw new Failed('number_too_large')
  return value
}

export const isNumber = (text: string) => PATTERN.test(text)

export function numberOf(text: string): bigint {
  const match = PATTERN.exec(text)
  if (!match) throw new Failed('bad_number')
  const units = BigInt((match[2] ?? '0') + (match[3] ?? '').padEnd(PLACES, '0'))
  return match[1] === '-' ? -units : units
}

export const whole = (value: number | bigint) => BigInt(value) * UNIT

/** The whole part, towards zero. */
export const cut = (value: bigint) => Number(value / UNIT)

/** upper / lower to a whole number, half away from zero. */
function quotient(upper: bigint, lower: bigint): bigint {
  const result = (2n * size(upper) + size(lower)) / (2n * size(lower))
  return upper < 0n !== lower < 0n ? -result : result
}

export const multiply = (a: bigint, b: bigint) => within(quotient(a * b, UNIT))

export function divide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new Failed('division_by_zero')
  return within(quotient(a * UNIT, b))
}

export type Rounding = 'half_up' | 'up' | 'down'

/** To so many places (negative: tens, hundreds). */
export function rounded(value: bigint, places: number, mode: Rounding = 'half_up'): bigint {
  const step = 10n ** BigInt(PLACES - places)
  const rest = size(value) % step
  const low = size(value) - rest
  const up = mode === 'up' ? rest > 0n : mode === 'half_up' && rest * 2n >= step
  const result = up ? low + step : low
  return within(value < 0n ? -result : result)
}

export function modulo(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new Failed('division_by_zero')
  const rest = a % b
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest
}

export function squareRoot(value: bigint): bigint {
  if (value < 0n) throw new Failed('bad_number')
  const square = 4n * value * UNIT
  if (square === 0n) return 0n
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2))
  for (;;) {
    const next = (root + square / root) >> 1n
    if (next >= root) break
    root = next
  }
  return (root + 1n) / 2n
}

/** With exactly so many places. */
export function fixed(value: bigint, places: number): string {
  const digits = size(value).toString().padStart(PLACES + 1, '0')
  const text = digits.slice(0, -PLACES) + (places ? `.${digits.slice(-PLACES).slice(0, places)}` : '')
  return value < 0n && /[1-9]/.test(text) ? `-${text}` : text
}

/** As people read it: no zeros at the end. */
export const plain = (value: bigint) => fixed(value, PLACES).replace(/\.?0+$/, '')

import { Failed } from './failed'
import * as numbers from './numbers'

/** Numbers as bigint (units of 10^-20), dates as text, moments as milliseconds, lines as arrays; null is nothing. */
export type Value = bigint | string | boolean | number | null | Value[]

export interface Moment {
  at: number
  zone: string
}

export type Run = (...args: never[]) => Value

export const LONGEST_TEXT = 10_000

export const isBlank = (value: Value) => value === null || value === '' || (Array.isArray(value) && value.length === 0)
export const chars = (text: string) => Array.from(text)
/** Places of a rounding, held to what the other back ends take. */
export const clamp = (value: number) => Math.max(-15, Math.min(15, value))

export function written(value: Value): string {
  return value === null ? '' : typeof value === 'bigint' ? numbers.plain(value) : String(value)
}

export function held(text: string): string {
  if (chars(text).length > LONGEST_TEXT) throw new Failed('text_too_long')
  return text
}

export const below = (a: Value, b: Value) => (a as bigint) < (b as bigint)

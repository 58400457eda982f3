import { Failed } from './failed'
import * as numbers from './numbers'
import { amountInWords } from './rmb'
import { LONGEST_TEXT, chars, clamp, held, written } from './values'
import type { Run, Value } from './values'

const SPACE = /^[ \t\r\n\u3000]+|[ \t\r\n\u3000]+$/g
const NUMBER = /^[+-]?\d{1,20}(\.\d{1,20})?$/

export const text: Record<string, Run> = {
  CONCAT: (...parts: Value[]) => held(parts.map(written).join('')),
  JOIN: (...parts: Value[]) => held(parts.map(written).join('')),
  TEXT: (value: Value, places?: bigint) => {
    if (places === undefined || typeof value !== 'bigint') return written(value)
    const wanted = Math.max(0, clamp(numbers.cut(places)))
    return numbers.fixed(numbers.rounded(value, wanted), wanted)
  },
  VALUE: (value: string) => {
    const bare = value.replace(SPACE, '')
    if (!NUMBER.test(bare)) throw new Failed('bad_number')
    return numbers.numberOf(bare)
  },
  LEN: (value: string) => numbers.whole(chars(value).length),
  LEFT: (value: string, count = numbers.UNIT) => chars(value).slice(0, Math.max(0, numbers.cut(count))).join(''),
  RIGHT: (value: string, count = numbers.UNIT) => {
    const wanted = Math.max(0, numbers.cut(count))
    return wanted ? chars(value).slice(-wanted).join('') : ''
  },
  MID: (value: string, start: bigint, count: bigint) => {
    const first = Math.max(1, numbers.cut(start)) - 1
    return chars(value).slice(first, first + Math.max(0, numbers.cut(count))).join('')
  },
  UPPER: (value: string) => value.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  LOWER: (value: string) => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  TRIM: (value: string) => value.replace(SPACE, ''),
  REPLACE: (value: string, old: string, by: string) => (old ? held(value.split(old).join(by)) : value),
  FIND: (part: string, value: string) => {
    const at = value.indexOf(part)
    return numbers.whole(at < 0 ? 0 : chars(value.slice(0, at)).length + 1)
  },
  CONTAINS: (value: string, part: string) => value.includes(part),
  STARTSWITH: (value: string, part: string) => value.startsWith(part),
  ENDSWITH: (value: string, part: string) => value.endsWith(part),
  REPEAT: (value: string, count: bigint) => {
    const times = Math.max(0, numbers.cut(count))
    if (times * chars(value).length > LONGEST_TEXT) throw new Failed('text_too_long')
    return value.repeat(times)
  },
  PAD: (value: string, width: bigint, fill = '0') => {
    if (chars(fill).length !== 1 || numbers.cut(width) > LONGEST_TEXT) throw new Failed('bad_number')
    return fill.repeat(Math.max(0, numbers.cut(width) - chars(value).length)) + value
  },
  SPLIT: (value: string, separator: string, number: bigint) =>
    (separator ? value.split(separator) : [value])[numbers.cut(number) - 1] ?? null,
  RMB: amountInWords,
}

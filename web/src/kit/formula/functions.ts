/** What each function of the formula language does; which arguments it takes is settled by the server, which reads the text. */

import * as dates from './dates'
import { Failed } from './failed'
import * as numbers from './numbers'
import { amountInWords } from './rmb'

/** Numbers as bigint (units of 10^-20), dates as text, moments as milliseconds, lines as arrays; null is nothing. */
export type Value = bigint | string | boolean | number | null | Value[]

export interface Moment {
  at: number
  zone: string
}

type Run = (...args: never[]) => Value
type Plain = (...args: Value[]) => Value

const LONGEST_TEXT = 10_000
const LONGEST_LIST = 5_000
const SPACE = /^[ \t\r\n\u3000]+|[ \t\r\n\u3000]+$/g
const NUMBER = /^[+-]?\d{1,20}(\.\d{1,20})?$/

const isBlank = (value: Value) => value === null || value === '' || (Array.isArray(value) && value.length === 0)
const chars = (text: string) => Array.from(text)
const clamp = (value: number) => Math.max(-15, Math.min(15, value))

function written(value: Value): string {
  return value === null ? '' : typeof value === 'bigint' ? numbers.plain(value) : String(value)
}

function held(text: string): string {
  if (chars(text).length > LONGEST_TEXT) throw new Failed('text_too_long')
  return text
}

function flat(values: Value[]): Value[] {
  return values.flatMap((value) => {
    if (!Array.isArray(value)) return value === null ? [] : [value]
    if (value.length > LONGEST_LIST) throw new Failed('list_too_long')
    return value.filter((entry) => entry !== null)
  })
}

const sum = (...values: Value[]) => (flat(values) as bigint[]).reduce((total, value) => numbers.within(total + value), 0n)

function extreme(values: Value[], better: (a: Value, b: Value) => boolean): Value {
  return flat(values).reduce<Value>((best, value) => (best === null || better(value, best) ? value : best), null)
}

const below = (a: Value, b: Value) => (a as bigint) < (b as bigint)

function fits(values: Value[], sign: string, wanted: Value): boolean[] {
  const ordered = typeof wanted === 'bigint' || typeof wanted === 'number' || (typeof wanted === 'string' && dates.ISO_DATE.test(wanted))
  const tests: Record<string, (value: Value) => boolean> = {
    '=': (value) => value === wanted,
    '==': (value) => value === wanted,
    '<>': (value) => value !== wanted,
    '!=': (value) => value !== wanted,
    ...(ordered && {
      '<': (value: Value) => below(value, wanted),
      '<=': (value: Value) => !below(wanted, value),
      '>': (value: Value) => below(wanted, value),
      '>=': (value: Value) => !below(value, wanted),
    }),
  }
  const test = tests[sign]
  if (!test) throw new Failed('bad_comparison')
  return values.map((value) => value !== null && test(value))
}

const all = (...values: (boolean | null)[]) => (values.includes(false) ? false : values.includes(null) ? null : true)
const some = (...values: (boolean | null)[]) => (values.includes(true) ? true : values.includes(null) ? null : false)

function choose(parts: Value[], holds: (key: Value) => boolean): Value {
  for (let at = 0; at + 1 < parts.length; at += 2) if (holds(parts[at] ?? null)) return parts[at + 1] ?? null
  return parts.length % 2 ? (parts.at(-1) ?? null) : null
}

const sameLength = (left: Value[], right: Value[]) => {
  if (left.length !== right.length) throw new Failed('list_too_long')
}

function power(value: bigint, exponent: bigint): bigint {
  const times = numbers.cut(exponent)
  if (numbers.whole(times) !== exponent || times < 0 || times > 100) throw new Failed('bad_number')
  let result = numbers.UNIT
  for (let step = 0; step < times; step++) result = numbers.multiply(result, value)
  return result
}

const floor = (value: bigint, step = numbers.UNIT) => value - numbers.modulo(value, step)
const roundBy = (mode: numbers.Rounding) => (value: bigint, places = 0n) => numbers.rounded(value, clamp(numbers.cut(places)), mode)

const logic: Record<string, Run> = {
  ADD: (a: bigint, b: bigint) => numbers.within(a + b),
  SUBTRACT: (a: bigint, b: bigint) => numbers.within(a - b),
  MULTIPLY: numbers.multiply,
  DIVIDE: numbers.divide,
  NEGATE: (a: bigint) => -a,
  EQ: (a: Value, b: Value) => a === b,
  NE: (a: Value, b: Value) => a !== b,
  LT: below,
  GT: (a: Value, b: Value) => below(b, a),
  LE: (a: Value, b: Value) => !below(b, a),
  GE: (a: Value, b: Value) => !below(a, b),
  IF: (condition: Value, then: Value, otherwise: Value = null) => (condition === true ? then : otherwise),
  IFS: (...parts: Value[]) => choose(parts, (key) => key === true),
  SWITCH: (value: Value, ...parts: Value[]) => choose(parts, (key) => value !== null && key === value),
  AND: all,
  OR: some,
  NOT: (a: boolean) => !a,
  XOR: (a: boolean, b: boolean) => a !== b,
  TRUE: () => true,
  FALSE: () => false,
  ISBLANK: isBlank,
  COALESCE: (...values: Value[]) => values.find((value) => !isBlank(value)) ?? null,
  IN: (value: Value, ...others: Value[]) => others.includes(value),
  BETWEEN: (value: Value, low: Value, high: Value) => !below(value, low) && !below(high, value),
}

const math: Record<string, Run> = {
  ABS: (a: bigint) => (a < 0n ? -a : a),
  SIGN: (a: bigint) => numbers.whole(a > 0n ? 1 : a < 0n ? -1 : 0),
  ROUND: roundBy('half_up'),
  ROUNDUP: roundBy('up'),
  ROUNDDOWN: roundBy('down'),
  INT: (a: bigint) => floor(a),
  FLOOR: floor,
  CEILING: (a: bigint, step = numbers.UNIT) => -floor(-a, step),
  MOD: numbers.modulo,
  POWER: power,
  SQRT: numbers.squareRoot,
  PERCENT: (part: bigint, all: bigint) => {
    if (all === 0n) throw new Failed('division_by_zero')
    return percent(part, all)
  },
}

function percent(part: bigint, all: bigint): bigint {
  const upper = part < 0n ? -part : part
  const lower = all < 0n ? -all : all
  const hundredths = (2n * upper * 10_000n + lower) / (2n * lower)
  const value = (hundredths * numbers.UNIT) / 100n
  return part < 0n !== all < 0n ? -value : value
}

const text: Record<string, Run> = {
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

const day: Record<string, Run> = {
  DATE: (year: bigint, month: bigint, date: bigint) => dates.dateOf(numbers.cut(year), numbers.cut(month), numbers.cut(date)),
  DATEVALUE: (value: string) => {
    if (!dates.ISO_DATE.test(value)) throw new Failed('bad_date')
    return dates.dateOf(...dates.parts(value))
  },
  HOURS: (end: number, start: number) => numbers.divide(numbers.whole(Math.trunc((end - start) / 1000)), numbers.whole(3600)),
  YEAR: (date: string) => numbers.whole(dates.parts(date)[0]),
  MONTH: (date: string) => numbers.whole(dates.parts(date)[1]),
  DAY: (date: string) => numbers.whole(dates.parts(date)[2]),
  QUARTER: (date: string) => numbers.whole(Math.ceil(dates.parts(date)[1] / 3)),
  WEEKDAY: (date: string) => numbers.whole(dates.weekday(date)),
  WEEKNUM: (date: string) => numbers.whole(dates.weekNumber(date)),
  ADDDAYS: (date: string, count: bigint) => dates.addDays(date, numbers.cut(count)),
  EDATE: (date: string, count: bigint) => dates.addMonths(date, numbers.cut(count)),
  EOMONTH: (date: string, count = 0n) => dates.monthEnd(date, numbers.cut(count)),
  DAYS: (end: string, start: string) => numbers.whole(dates.daysBetween(end, start)),
  MONTHS: (end: string, start: string) => numbers.whole(dates.monthsBetween(end, start)),
  WORKDAYS: (end: string, start: string) => numbers.whole(dates.workdays(end, start)),
}

const lines: Record<string, Run> = {
  SUM: sum,
  AVERAGE: (...values: Value[]) => {
    const count = flat(values).length
    return count ? numbers.divide(sum(...values), numbers.whole(count)) : null
  },
  MIN: (...values: Value[]) => extreme(values, below),
  MAX: (...values: Value[]) => extreme(values, (a, b) => below(b, a)),
  COUNT: (...values: Value[]) => numbers.whole(flat(values).filter((value) => value !== '').length),
  COUNTUNIQUE: (...values: Value[]) => numbers.whole(new Set(flat(values).filter((value) => value !== '')).size),
  SUMPRODUCT: (left: Value[], right: Value[]) => {
    sameLength(left, right)
    return sum(left.map((a, at) => (a === null || right[at] === null ? null : numbers.multiply(a as bigint, right[at] as bigint))))
  },
  COUNTIF: (values: Value[], sign: string, wanted: Value) => numbers.whole(fits(values, sign, wanted).filter(Boolean).length),
  SUMIF: (values: Value[], sign: string, wanted: Value, figures: Value[]) => {
    sameLength(values, figures)
    const chosen = fits(values, sign, wanted)
    return sum(figures.filter((_, at) => chosen[at]))
  },
  INCLUDES: (values: Value[], wanted: Value) => values.includes(wanted),
  FIRST: (values: Value[]) => flat([values])[0] ?? null,
  LAST: (values: Value[]) => flat([values]).at(-1) ?? null,
  LIST: (values: Value[], separator: string) => held(flat([values]).map(written).join(separator)),
}

/** Functions that get the moment and the time zone first. */
export const WITH_MOMENT: Record<string, (moment: Moment, ...args: Value[]) => Value> = {
  TODAY: ({ at, zone }) => dates.dateInZone(at, zone),
  NOW: ({ at }) => at,
  DATEOF: ({ zone }, moment) => dates.dateInZone(moment as number, zone),
  HOUR: ({ zone }, moment) => numbers.whole(dates.hourInZone(moment as number, zone)),
}

export const FUNCTIONS = { ...logic, ...math, ...text, ...day, ...lines } as Record<string, Plain>

/** Functions that are asked even when an argument is nothing. */
export const SEES_BLANK = new Set([
  'IF', 'IFS', 'SWITCH', 'AND', 'OR', 'ISBLANK', 'COALESCE', 'CONCAT', 'JOIN', 'SUM', 'AVERAGE', 'MIN', 'MAX', 'COUNT', 'COUNTUNIQUE',
]) // prettier-ignore

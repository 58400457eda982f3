/** What each function of the formula language does; which arguments it takes is settled by the server, which reads the text. */

import * as dates from './dates'
import { Failed } from './failed'
import { lists } from './listFunctions'
import * as numbers from './numbers'
import { text } from './textFunctions'
import { below, clamp, isBlank } from './values'
import type { Moment, Run, Value } from './values'

type Plain = (...args: Value[]) => Value

const all = (...values: (boolean | null)[]) => (values.includes(false) ? false : values.includes(null) ? null : true)
const some = (...values: (boolean | null)[]) => (values.includes(true) ? true : values.includes(null) ? null : false)

function choose(parts: Value[], holds: (key: Value) => boolean): Value {
  for (let at = 0; at + 1 < parts.length; at += 2) if (holds(parts[at] ?? null)) return parts[at + 1] ?? null
  return parts.length % 2 ? (parts.at(-1) ?? null) : null
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

/** Functions that get the moment and the time zone first. */
export const WITH_MOMENT: Record<string, (moment: Moment, ...args: Value[]) => Value> = {
  TODAY: ({ at, zone }) => dates.dateInZone(at, zone),
  NOW: ({ at }) => at,
  DATEOF: ({ zone }, moment) => dates.dateInZone(moment as number, zone),
  HOUR: ({ zone }, moment) => numbers.whole(dates.hourInZone(moment as number, zone)),
}

export const FUNCTIONS = { ...logic, ...math, ...text, ...day, ...lists } as Record<string, Plain>

/** Functions that are asked even when an argument is nothing. */
export const SEES_BLANK = new Set([
  'IF', 'IFS', 'SWITCH', 'AND', 'OR', 'ISBLANK', 'COALESCE', 'CONCAT', 'JOIN', 'SUM', 'AVERAGE', 'MIN', 'MAX', 'COUNT', 'COUNTUNIQUE',
]) // prettier-ignore

import * as dates from './dates'
import { Failed } from './failed'
import * as numbers from './numbers'
import { below, held, written } from './values'
import type { Run, Value } from './values'

const LONGEST_LIST = 5_000

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

const sameLength = (left: Value[], right: Value[]) => {
  if (left.length !== right.length) throw new Failed('list_too_long')
}

export const lists: Record<string, Run> = {
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

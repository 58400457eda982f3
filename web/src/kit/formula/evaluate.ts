/** Runs the typed tree of a formula, which the server made from its text, on the values of a form. */

import type { Tree, TreeKind } from '@/api'
import { Failed } from './failed'
import { FUNCTIONS, SEES_BLANK, WITH_MOMENT } from './functions'
import type { Moment, Value } from './values'
import { isNumber, numberOf, plain } from './numbers'

export type Kind = TreeKind
export type { Tree }

/** What the API speaks: decimals and dates as text. */
export type Told = string | boolean | null | undefined | Told[]

export interface Answer {
  value: string | boolean | null
  warnings: string[]
}

function taken(value: Told, kind: Kind): Value {
  if (Array.isArray(value)) return value.map((entry) => taken(entry, kind))
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value
  if (kind === 'number') return isNumber(value) ? numberOf(value) : null
  if (kind === 'datetime') return value === '' ? null : Date.parse(value)
  return value === '' && kind !== 'text' ? null : value
}

function run(tree: Tree, values: Record<string, Told>, moment: Moment, warnings: string[]): Value {
  if ('v' in tree) return taken(tree.v, tree.k)
  if ('x' in tree) return taken(values[tree.x], tree.k)
  const ask = (part: Tree | undefined) => (part ? run(part, values, moment, warnings) : null)
  if (tree.f === 'IF') return ask(ask(tree.a[0]) === true ? tree.a[1] : tree.a[2])
  const args = tree.a.map(ask)
  if (!SEES_BLANK.has(tree.f) && args.includes(null)) return null
  try {
    const timed = WITH_MOMENT[tree.f]
    return timed ? timed(moment, ...args) : (FUNCTIONS[tree.f]?.(...args) ?? null)
  } catch (problem) {
    if (!(problem instanceof Failed)) throw problem
    warnings.push(problem.message)
    return null
  }
}

/** The formula's value as the API would tell it. values: by field path; lines as arrays. */
export function evaluate(tree: Tree, values: Record<string, Told>, moment: Moment): Answer {
  const warnings: string[] = []
  const value = run(tree, values, moment, warnings)
  if (typeof value === 'bigint') return { value: plain(value), warnings }
  if (typeof value === 'number') return { value: new Date(value).toISOString(), warnings }
  return { value: Array.isArray(value) ? null : value, warnings }
}

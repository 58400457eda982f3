import type { FieldSpec, Values } from '@/api'
import { evaluate } from '@/kit/formula/evaluate'
import type { Told, Tree } from '@/kit/formula/evaluate'
import type { Moment } from '@/kit/formula/values'

/** Rules of fields worked out while somebody types. The server keeps them all again: what the page cannot tell (a category the form does
 *  not show) is left to it, and the field stays open until then. */

/** Where a path is not known to this page. */
class Unknown extends Error {}

const LINE = 'line.'

function told(value: unknown, kind: string): Told {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'boolean') return value
  if (kind === 'number') return String(value).replaceAll(',', '')
  return typeof value === 'object' ? null : `${value as string | number}`
}

function valueAt(path: string, kind: string, values: Values): Told {
  const [name = '', ...parts] = path.split('.')
  const value = values[name]
  if (parts.length === 0) return told(value, kind)
  if (value === null || value === undefined || value === '') return null
  const part = parts.length === 1 && typeof value === 'object' ? (value as Values)[parts[0] ?? ''] : undefined
  if (part === undefined) throw new Unknown(path)
  return told(part, kind)
}

function pathsOf(tree: Tree): { path: string; kind: string }[] {
  if ('x' in tree) return [{ path: tree.x, kind: tree.k }]
  return 'f' in tree ? tree.a.flatMap(pathsOf) : []
}

/** What the rules are worked out on: the head, and for the fields of a line that line. */
export interface Beside {
  header: Values
  line?: Values
  moment: Moment
}

/** The formula's value; undefined where the page does not know all it reads. */
export function worked(tree: Tree, { header, line, moment }: Beside): string | boolean | null | undefined {
  try {
    const values = Object.fromEntries(pathsOf(tree).map(({ path, kind }) =>
      [path, path.startsWith(LINE) && line ? valueAt(path.slice(LINE.length), kind, line) : valueAt(path, kind, header)]))
    return evaluate(tree, values, moment).value
  } catch (problem) {
    if (problem instanceof Unknown) return undefined
    throw problem
  }
}

export const hasRules = (fields: FieldSpec[]): boolean => fields.some((field) => field.rules)

/** Is the field there at all? What the page cannot tell is shown. */
export function isShown(field: FieldSpec, beside: Beside): boolean {
  const tree = field.rules?.shown_when
  if (!tree) return true
  const value = worked(tree, beside)
  return value === undefined || value === true
}

/** The fields that are there now, as they may be filled in now: required, closed, with the options that go together. */
export function ruledFields(fields: FieldSpec[], beside: Beside): FieldSpec[] {
  if (!hasRules(fields)) return fields
  return fields.filter((field) => isShown(field, beside)).map((field) => ruled(field, beside))
}

function ruled(field: FieldSpec, beside: Beside): FieldSpec {
  const rules = field.rules
  if (!rules) return field
  const required = field.required || (rules.required_when ? worked(rules.required_when, beside) === true : false)
  const readonly = field.readonly || (rules.locked_when ? worked(rules.locked_when, beside) === true : false)
  const by = rules.options_by ? (beside.line ?? beside.header)[rules.options_by] : undefined
  const offered = typeof by === 'string' ? rules.options?.[by] : undefined
  const choices = offered ? (field.choices ?? []).filter((choice) => offered.includes(choice.value)) : field.choices
  return { ...field, required, readonly, ...(choices ? { choices } : {}) }
}

/** What people are told of a value that breaks its rule; null where it holds, or the page cannot tell. */
export function brokenRule(field: FieldSpec, beside: Beside): string | null {
  const tree = field.rules?.must_hold
  return tree && worked(tree, beside) === false ? (field.rules?.message ?? '') : null
}

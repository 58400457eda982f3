import { evaluate, type Answer, type Told, type Tree } from './evaluate'
import type { Moment } from './values'

function follow(value: unknown, path: string): Told {
  const found = path.split('.').reduce<unknown>((at, step) => (at && typeof at === 'object' ? (at as Record<string, unknown>)[step] : null), value)
  return typeof found === 'number' ? String(found) : ((found ?? null) as Told)
}

function pathsOf(tree: Tree): string[] {
  if ('x' in tree) return [tree.x]
  return 'f' in tree ? tree.a.flatMap(pathsOf) : []
}

/** What a formula makes of a record as the API tells it; paths that begin with "lines." give one value per line. */
export function evaluateOn(tree: Tree, record: { lines?: unknown[] }, moment: Moment): Answer {
  const values = Object.fromEntries(pathsOf(tree).map((path) => [
    path, path.startsWith('lines.') ? (record.lines ?? []).map((line) => follow(line, path.slice('lines.'.length))) : follow(record, path),
  ]))
  return evaluate(tree, values, moment)
}

import { evaluate, type Told, type Tree } from '@/kit/formula/evaluate'

export type Judgement = 'holds' | 'fails' | 'blank'

function follow(value: unknown, path: string): Told {
  const found = path.split('.').reduce<unknown>((at, step) => (at && typeof at === 'object' ? (at as Record<string, unknown>)[step] : null), value)
  return typeof found === 'number' ? String(found) : ((found ?? null) as Told)
}

function pathsOf(tree: Tree): string[] {
  if ('x' in tree) return [tree.x]
  return 'f' in tree ? tree.a.flatMap(pathsOf) : []
}

/** What a check says about a document as the API tells it. */
export function judge(tree: Tree, document: { lines?: unknown[] }, moment: { at: number; zone: string }): Judgement {
  const values = Object.fromEntries(pathsOf(tree).map((path) => [
    path, path.startsWith('lines.') ? (document.lines ?? []).map((line) => follow(line, path.slice('lines.'.length))) : follow(document, path),
  ]))
  const { value } = evaluate(tree, values, moment)
  return value === null ? 'blank' : value === true ? 'holds' : 'fails'
}

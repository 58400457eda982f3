import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { evaluate, type Told, type Tree } from '../src/kit/formula/evaluate'

interface Case {
  formula: string
  value: string | boolean | null
  warns?: string[]
}
interface Vectors {
  now: string
  zone: string
  fields: Record<string, [string, Told]>
  cases: Case[]
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf-8')) as unknown
const vectors = read('../../src/hengku/metadata/tests/formula_vectors.json') as Vectors
const trees = new Map(read('./formula_trees.json') as [string, Tree][])
const values = Object.fromEntries(Object.entries(vectors.fields).map(([name, [, value]]) => [name, value]))
const moment = { at: Date.parse(vectors.now), zone: vectors.zone }

describe('the formula language', () => {
  it('gives every golden value that the server gives', () => {
    const wrong = vectors.cases.flatMap((entry) => {
      const tree = trees.get(entry.formula)
      if (!tree) return [[entry.formula, 'no tree: run tools/formula_trees.py']]
      const { value, warnings } = evaluate(tree, values, moment)
      const same = value === entry.value && JSON.stringify(warnings) === JSON.stringify(entry.warns ?? [])
      return same ? [] : [[entry.formula, entry.value, value, warnings]]
    })
    expect(wrong).toEqual([])
    expect(vectors.cases.length).toBeGreaterThan(300)
  })
})

import type { Tree } from '@/kit/formula/evaluate'
import { evaluateOn } from '@/kit/formula/record'

export type Judgement = 'holds' | 'fails' | 'blank'

/** What a check says about a document as the API tells it. */
export function judge(tree: Tree, document: { lines?: unknown[] }, moment: { at: number; zone: string }): Judgement {
  const { value } = evaluateOn(tree, document, moment)
  return value === null ? 'blank' : value === true ? 'holds' : 'fails'
}

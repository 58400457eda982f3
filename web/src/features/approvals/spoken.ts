import { chipsOf } from '@/kit/formula/words'
import type { Words } from '@/kit/formula/words'

/** A formula with its fields called as people call them. */
export function spoken(formula: string, words: Words | undefined): string {
  const chips = chipsOf(formula, words?.fields ?? [])
  const parts = chips.map(({ from, to, label }, index) => formula.slice(chips[index - 1]?.to ?? 0, from) + (label ?? formula.slice(from, to)))
  return parts.join('') + formula.slice(chips.at(-1)?.to ?? 0)
}

import type { SummaryDeclaration, SummaryFigure, SummaryTable } from '@/api/summaries'

export const NEW = 'new'
export const MOST_GROUPS = 4
export const MOST_FIGURES = 8

export const freshSummary = (): SummaryTable => ({
  id: NEW, rev: 0, code: '', name: '', source: '', states: [], condition: '', groups: [], figures: [{ code: 'm1', agg: 'count' }], guard: '', message: '', active: true,
})

/** A code no other figure has: guards name figures by it, so it never changes. */
export function freeCode(figures: SummaryFigure[]): string {
  const taken = new Set(figures.map((one) => one.code))
  let number = 1
  while (taken.has(`m${number}`)) number += 1
  return `m${number}`
}

export const declarationOf = ({ source, states, condition, groups, figures, guard, message }: SummaryDeclaration): SummaryDeclaration => ({ source, states, condition, groups, figures, guard, message })

/** Whether there is enough of it to be tried. */
export const isTriable = (draft: SummaryDeclaration): boolean => draft.source !== '' && draft.groups.length > 0 && draft.figures.length > 0

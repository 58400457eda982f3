import type { FieldSpec, Values } from '@/api'
import { isZero, referenceText } from '@/kit'
import { isNumberField } from '@/resource/fields/values'
import { widthOf } from '@/resource/list/columns'

const MOVED = ['quantity', 'amount', 'cost']
const KEPT = /^(opening|closing|in|out)_(quantity|amount)$/

const nothing = (value: unknown): boolean => value === null || value === undefined || value === '' || isZero(value)

/** A table that fits on the screen keeps all its columns: a difference of nothing is what one came to see. */
export const WIDE = 9

/** Figures that are zero in every row and in the total say nothing; what a report opens, sums up and closes with always stays. */
export function emptyColumns(fields: readonly FieldSpec[], rows: readonly Values[], totals: Values): Set<string> {
  const idle = fields.filter((field) => MOVED.includes(field.type) && !KEPT.test(field.name) && nothing(totals[field.name]) && rows.every((row) => nothing(row[field.name])))
  const figures = fields.filter((field) => MOVED.includes(field.type))
  return new Set(idle.length === figures.length ? [] : idle.map((field) => field.name))
}

/** Where a column stays while the others move: what a row is about at the left, what it closes with at the right. */
export function pinOf(field: FieldSpec, index: number, phone: boolean): 'left' | 'right' | undefined {
  if (index === 0 && !isNumberField(field)) return 'left'
  return !phone && field.name.startsWith('closing_') ? 'right' : undefined
}

const CJK = /[\u2e80-\u9fff\uff00-\uffef]/

function textWidth(text: string): number {
  let width = 24
  for (const char of text) width += CJK.test(char) ? 13.5 : 7.8
  return Math.ceil(width)
}

function printed(field: FieldSpec, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (field.ref !== 'items' || typeof value !== 'object') return referenceText(value)
  const { code, spec } = value as { code?: string; spec?: string }
  return [code, referenceText(value), spec].filter(Boolean).join(' ')
}

/** Wide enough that names are not cut, within reason. */
export function fittingWidth(field: FieldSpec, rows: readonly Values[], phone: boolean): number {
  if (field.type !== 'reference' && field.type !== 'text') return Math.max(widthOf(field), textWidth(field.label))
  const longest = rows.reduce((most, row) => Math.max(most, textWidth(printed(field, row[field.name]))), textWidth(field.label))
  return Math.min(Math.max(longest, 72), phone ? 190 : 360)
}

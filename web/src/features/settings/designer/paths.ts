import type { OwnField } from '@/api'
import { fieldsOf } from './model'
import type { Design, Sheet } from './model'
import { said } from './preview'

const LINES = ':line'

/** Fields of the form by the names rules know them: the head's, and on lines those of the line. */
export function pathsOf(design: Design, target: string, english: boolean): { value: string; label: string }[] {
  const named = (sheet: Sheet | undefined, before: string) => (sheet ? fieldsOf(sheet) : []).map((field) => ({ value: `${before}${field.name}`, label: said(field, 'label', english) }))
  if (!target.endsWith(LINES)) return named(design[target], '')
  return [...named(design[target], 'line.'), ...named(design[target.slice(0, -LINES.length)], '')]
}

/** The other kept fields of the form that choose one of several. */
export const choosing = (sheet: Sheet, own: OwnField): OwnField[] =>
  fieldsOf(sheet).flatMap((field) => (field.own?.id && field.own.kind === 'choice' && field.own.code !== own.code ? [field.own] : []))

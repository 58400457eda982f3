import type { FieldKind, FieldSpec } from '@/api'
import { isRequired, wordOf } from './model'
import type { Placed, Word } from './model'

/** A text in the reader's language; what was only said in one is told in that one. */
export const said = (field: Placed, word: 'label' | 'help', english: boolean): string => {
  const other: Word = word === 'label' ? 'label_en' : 'help_en'
  return (english && wordOf(field, other)) || wordOf(field, word)
}

/** The field as the form will draw it. */
export function specOf(field: Placed, kinds: FieldKind[], english: boolean): FieldSpec {
  const words = { label: said(field, 'label', english), help: said(field, 'help', english), required: isRequired(field) }
  const kind = kinds.find((one) => one.name === field.own?.kind)
  const choices = field.own?.choices.map((one, index) => ({ value: one.value ?? String(index), label: (english && one.label_en) || one.label, ...(one.color ? { color: one.color } : {}) }))
  if (field.base) return { ...field.base, ...words, ...(field.own ? { choices: choices ?? [] } : {}) }
  return { ...(kind ?? { type: 'text' as const }), name: field.name, ...words, choices: choices ?? [], group: null }
}

const usual = (value: unknown): unknown => (value === null || value === undefined ? '' : value)
/** A default as the input of the field takes it. */
export const defaultOf = (field: Placed): unknown => usual(field.delta.default ?? field.base?.default)

import type { DocTypeSpec, FieldSpec } from '@/api'
import type { Dataset } from '@/api/studio'
import { ROW } from './forms'

/** Kinds strangers never fill in or see; the server decides by the same rule. */
const NOT_FILLED = new Set(['reference', 'references', 'state', 'json', 'formula', 'password', 'image'])
const NOT_SHOWN = new Set(['json', 'files', 'image', 'password'])
const ASKED = new Set(['text', 'enum', 'date', 'integer', 'decimal', 'quantity', 'amount'])

export interface Named { value: string; label: string }

/** What of a form may be opened: header, and rows under "row.". */
export function fillableBy(form: DocTypeSpec, rowWord: string): Named[] {
  const fits = (field: FieldSpec) => !field.readonly && field.in_form !== false && field.custom === true && !NOT_FILLED.has(field.type)
  return [
    ...form.header_fields.filter(fits).map((field) => ({ value: field.name, label: field.label })),
    ...form.line_fields.filter(fits).map((field) => ({ value: `${ROW}${field.name}`, label: `${rowWord}${field.label}` })),
  ]
}

export const shownBy = (dataset: Dataset | undefined): Named[] => (dataset?.fields ?? []).filter((field) => !NOT_SHOWN.has(field.type)).map((field) => ({ value: field.name, label: field.label }))

/** May a question name it exactly? */
export const namesOf = (field: FieldSpec): boolean => field.filterable === true && ASKED.has(field.type)

import type { DocTypeSpec, FieldSpec, HkDocument, Meta, Values } from '@/api'
import { forget, recall, remember, todayIn } from '@/kit'
import { defaultValues, wireValue } from '../fields/values'
import type { GridRow } from './grid/model'
import type { DraftContent } from './merge'

/** The header's values of a saved document: its own columns first, then those of its type. */
export function headerOf(spec: DocTypeSpec, document: HkDocument): Values {
  const nested = typeof document['header'] === 'object' && document['header'] !== null ? (document['header'] as Values) : {}
  return Object.fromEntries(spec.header_fields.map((field) => [field.name, document[field.name] ?? nested[field.name]]))
}

/** What a new document starts with: defaults, and today in the book's time zone. */
export function newHeader(spec: DocTypeSpec, meta: Meta, now: Date): Values {
  const values = defaultValues(spec.header_fields)
  const date = spec.header_fields.find((field) => field.name === 'business_date')
  if (date && !values['business_date']) values['business_date'] = todayIn(meta.book.timezone, now)
  return values
}

/** saved: the document is there already, so a field of the firm's own that was emptied has to be said; what is left out stays. */
export function wireHeader(fields: FieldSpec[], values: Values, saved = false): Values {
  const wire: Values = {}
  for (const field of fields) {
    if (field.readonly) continue
    const value = wireValue(field, values[field.name])
    if (value !== null && value !== '') wire[field.name] = value
    else if (field.custom && saved) wire[field.name] = null
  }
  return wire
}

/** Work not yet saved, kept in this browser until it is. */
export interface LocalDraft {
  at: string
  rev: number | null
  header: Values
  rows: GridRow[]
  /** What the typing began from, to lay it over what others saved meanwhile. */
  base?: DraftContent
}

const key = (meta: Meta, type: string, id: string): string => `draft.${meta.account_set.name}.${meta.book.id}.${type}.${id}`

export const keepDraft = (meta: Meta, type: string, id: string, draft: LocalDraft): void => remember(key(meta, type, id), draft)
export const keptDraft = (meta: Meta, type: string, id: string): LocalDraft | null => recall<LocalDraft | null>(key(meta, type, id), null)
export const dropDraft = (meta: Meta, type: string, id: string): void => forget(key(meta, type, id))

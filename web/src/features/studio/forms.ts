import type { DocTypeSpec, FieldSpec, RecordRow } from '@/api'

/** A built-in draft made from a form: field of the draft → field of the form ("row.x_…": of its rows; "=…": meant as it stands). */
export interface Push {
  target: string
  each: 'row' | 'form'
  header: Record<string, string>
  lines: Record<string, string>
}

export const ROW = 'row.'
export const FIXED = '='

const NUMBERS = new Set(['integer', 'decimal', 'quantity', 'amount', 'price', 'rate', 'cost'])
const WORDS = new Set(['text', 'multiline'])
const UNFIT = new Set(['json', 'image', 'files', 'state', 'password'])

/** Can values of one field be put into the other? The server decides by the same rule. */
export function fits(given: FieldSpec, into: FieldSpec): boolean {
  if (UNFIT.has(given.type) || UNFIT.has(into.type)) return false
  const references = ['reference', 'references']
  if (references.includes(into.type) || references.includes(given.type)) return given.type === into.type && given.ref === into.ref
  return WORDS.has(into.type) || given.type === into.type || (NUMBERS.has(given.type) && NUMBERS.has(into.type))
}

export const pushesOf = (row: RecordRow): Push[] =>
  ((row['pushes'] as Partial<Push>[] | null) ?? []).map((one) => ({ target: String(one.target), each: one.each ?? 'form', header: one.header ?? {}, lines: one.lines ?? {} }))

/** Built-in types a draft of which can be made: with lines of goods, and written by hand. */
export const targetsOf = (types: DocTypeSpec[]): DocTypeSpec[] =>
  types.filter((type) => type.kind !== 'form' && !type.made_at && type.line_fields.some((field) => field.name === 'item'))

export interface Source {
  value: string
  label: string
  field: FieldSpec
}

/** What of the form can be taken: its header, and its rows for lines made row by row. */
export function sourcesOf(form: DocTypeSpec, rows: boolean, rowWord: string): Source[] {
  const header = form.header_fields.map((field) => ({ value: field.name, label: field.label, field }))
  return rows ? [...form.line_fields.map((field) => ({ value: `${ROW}${field.name}`, label: `${rowWord}${field.label}`, field })), ...header] : header
}

const NOT_TAKEN = new Set(['source_line_id', 'unit', 'business_date'])

/** Fields of the draft that may be filled. */
export const fillable = (fields: FieldSpec[]): FieldSpec[] => fields.filter((field) => !field.readonly && field.in_form !== false && !NOT_TAKEN.has(field.name) && !UNFIT.has(field.type))

/** A first mapping: what refers to the same thing, and the first number for the quantity. */
export function suggested(form: DocTypeSpec, target: DocTypeSpec, each: Push['each']): Push {
  const map = (fields: FieldSpec[], sources: Source[]): Record<string, string> => {
    const taken = new Set<string>()
    const found: Record<string, string> = {}
    for (const field of fillable(fields)) {
      const same = sources.find((one) => !taken.has(one.value) && ((field.type === 'reference' && one.field.type === 'reference' && one.field.ref === field.ref) || (field.name === 'quantity' && NUMBERS.has(one.field.type)) || one.field.name === field.name))
      if (!same || !fits(same.field, field) || (field.type === 'reference' && !field.required)) continue
      taken.add(same.value)
      found[field.name] = same.value
    }
    return found
  }
  return { target: target.code, each, header: map(target.header_fields, sourcesOf(form, false, '')), lines: map(target.line_fields, sourcesOf(form, each === 'row', '')) }
}

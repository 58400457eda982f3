import type { ChildSpec, FieldSpec, Reference, Values } from '@/api'
import { normaliseDecimal, readRate } from '@/kit'

const NUMBERS = new Set(['integer', 'decimal', 'quantity', 'amount', 'price', 'rate', 'cost'])

export const isNumberField = (field: FieldSpec): boolean => NUMBERS.has(field.type)

/** Structures whose input says what may be entered; the written form of the API is no help there. */
export const hasOwnInput = (field: FieldSpec): boolean => field.type === 'json' && ['grants', 'masked', 'field_rights', 'row_rules', 'denied'].includes(field.name)

export function referenceId(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'object') return (value as Reference).id ?? null
  return String(value)
}

/** One value as the API wants it: decimals as plain strings, references as ids, nothing as null. */
export function wireValue(field: FieldSpec, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return field.type === 'text' || field.type === 'multiline' || field.type === 'formula' ? '' : null
  if (field.type === 'integer') return Number(normaliseDecimal(value))
  if (isNumberField(field)) return normaliseDecimal(value) ?? String(value)
  if (field.type === 'reference') {
    const { id, code } = typeof value === 'object' ? (value as Partial<Reference>) : {}
    return field.ref === 'lots' && !id && code ? { code } : referenceId(value)
  }
  if (field.type === 'json' && field.rows && Array.isArray(value)) {
    const rows = field.rows
    return (value as Values[]).map((row) => wireValues(rows, row)).filter((row) => Object.keys(row).length > 0)
  }
  if (field.type === 'files') return Array.isArray(value) && value.length > 0 ? (value as { id: string }[]).map((file) => file.id) : null
  if (field.type === 'references' && Array.isArray(value)) return value.map((entry) => referenceId(entry))
  return value
}

/** What of a form goes to the server: writable fields only, unchanged ones left out when `before` is given. */
export function wireValues(fields: FieldSpec[], values: Values, before?: Values): Values {
  const wire: Values = {}
  for (const field of fields) {
    if (field.readonly || !(field.name in values)) continue
    const typed = values[field.name]
    // Enter saves before the field is left: read the rate here too. An untouched one is not sent at all.
    const touched = field.type === 'rate' && typed !== before?.[field.name]
    const next = wireValue(field, touched ? (readRate(typed) ?? typed) : typed)
    if (before && JSON.stringify(next) === JSON.stringify(wireValue(field, before[field.name]))) continue
    if (!before && next === null) continue
    wire[field.name] = next
  }
  return wire
}

/** Fields a new record starts with. */
export function defaultValues(fields: FieldSpec[]): Values {
  const values: Values = {}
  for (const field of fields) {
    if (field.default !== undefined && field.default !== null) values[field.name] = field.default
  }
  return values
}

/** Groups in the order their first field appears; fields without one come first under ''. */
export function groupFields(fields: FieldSpec[]): [string, FieldSpec[]][] {
  const groups = new Map<string, FieldSpec[]>()
  for (const field of fields) {
    const key = field.group ?? ''
    const list = groups.get(key)
    if (list) list.push(field)
    else groups.set(key, [field])
  }
  return [...groups.entries()]
}

/** Rows that belong to the record, whole lists; a list that did not change is left out, an empty row too. */
export function wireChildren(children: ChildSpec[], values: Values, before?: Values): Values {
  const wire: Values = {}
  for (const child of children) {
    if (values[child.name] === undefined) continue
    const rowsOf = (source: unknown): Values[] =>
      (Array.isArray(source) ? (source as Values[]) : []).map((row) => wireValues(child.fields, row)).filter((row) => Object.values(row).some((value) => value !== null && value !== ''))
    const rows = rowsOf(values[child.name])
    if (before && JSON.stringify(rows) === JSON.stringify(rowsOf(before[child.name]))) continue
    if (!before && rows.length === 0) continue
    wire[child.name] = rows
  }
  return wire
}

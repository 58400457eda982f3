import type { FieldSpec, Meta, ReportSpec, Values } from '@/api'
import { todayIn } from '@/kit'
import { referenceId } from '@/resource/fields/values'

/** A parameter as it stands in the address. */
export function printParameter(field: FieldSpec, value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (field.type === 'reference') return referenceId(value) ?? ''
  if (Array.isArray(value)) return value.map((entry) => referenceId(entry) ?? '').join(',')
  return String(value)
}

/** What the address says, and for what it does not say the report's own defaults. */
export function readParameters(spec: ReportSpec, params: URLSearchParams, meta: Meta): Values {
  const values: Values = {}
  for (const field of spec.parameters) {
    const text = params.get(field.name)
    if (text === null) values[field.name] = field.default ?? (field.required ? dateDefault(field, meta) : null)
    else if (field.type === 'boolean') values[field.name] = text === 'true'
    else if (field.type === 'reference') values[field.name] = text ? { id: text } : null
    else if (field.type === 'references') values[field.name] = text.split(',').filter(Boolean).map((id) => ({ id }))
    else values[field.name] = field.type === 'date' && /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text
  }
  return values
}

/** A span that was not given is the current month. */
function dateDefault(field: FieldSpec, meta: Meta): string | null {
  if (field.type !== 'date') return null
  const today = todayIn(meta.book.timezone, new Date())
  return /from|start|first|since/.test(field.name) ? `${today.slice(0, 8)}01` : today
}

export const missing = (spec: ReportSpec, values: Values): FieldSpec[] =>
  spec.parameters.filter((field) => field.required && printParameter(field, values[field.name]) === '')

export function queryOf(spec: ReportSpec, values: Values): Record<string, string> {
  return Object.fromEntries(spec.parameters.map((field) => [field.name, printParameter(field, values[field.name])]).filter(([, value]) => value !== ''))
}

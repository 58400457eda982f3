import type { RecordRow, ResourceSpec, Values } from '@/api'

/** What is written to put a record away instead of deleting it; null when there is nothing of the kind, or it is away already. */
export function archiveOf(spec: ResourceSpec, record: RecordRow): Values | null {
  const state = spec.fields.find((field) => field.name === 'lifecycle' && field.choices?.some((choice) => choice.value === 'ARCHIVED'))
  if (state) return record['lifecycle'] === 'ARCHIVED' ? null : { lifecycle: 'ARCHIVED' }
  const active = spec.fields.find((field) => ['active', 'is_active'].includes(field.name) && field.type === 'boolean' && !field.readonly)
  return active && record[active.name] !== false ? { [active.name]: false } : null
}

/** Refusals that mean "others still use it". */
export const USED = new Set(['in_use', 'still_used', 'still_used_or_missing'])

import type { FieldSpec, FilterClause } from '@/api'

/** Own fields this list is sorted or filtered by though no index answers for them. */
export function slowFields(fields: FieldSpec[], query: { sort: string; filter: FilterClause[] }): FieldSpec[] {
  const named = new Set([...query.sort.split(',').map((part) => part.trim().replace(/^[+-]/, '')), ...query.filter.map(([name]) => String(name))])
  return fields.filter((field) => field.custom && field.indexed === false && named.has(field.name))
}

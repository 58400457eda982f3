import type { FieldSpec, FilterClause, FilterOp } from '@/api'

const OPS = new Set(['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'contains', 'between', 'isnull'])

/** What the list shows, as it stands in the address. */
export interface ListQuery {
  q: string
  sort: string
  filter: FilterClause[]
}

function isClause(value: unknown): value is FilterClause {
  if (!Array.isArray(value) || value.length !== 3) return false
  const [field, op, operand] = value as unknown[]
  return (
    typeof field === 'string' && typeof op === 'string' && OPS.has(op) &&
    (typeof operand === 'string' || typeof operand === 'boolean' ||
      (Array.isArray(operand) && operand.every((entry) => typeof entry === 'string')))
  )
}

/** Read a filter from the address. What cannot be read is dropped, never an error: addresses are typed and shared. */
export function parseFilter(text: string | null): FilterClause[] {
  if (!text) return []
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isClause) : []
  } catch {
    return []
  }
}

export const printFilter = (filter: FilterClause[]): string => (filter.length > 0 ? JSON.stringify(filter) : '')

export function readQuery(params: URLSearchParams): ListQuery {
  return { q: params.get('q') ?? '', sort: params.get('sort') ?? '', filter: parseFilter(params.get('filter')) }
}

/** Put the query into an address, leaving what else stands there. */
export function writeQuery(params: URLSearchParams, query: Partial<ListQuery>): URLSearchParams {
  const next = new URLSearchParams(params)
  const set = (key: string, value: string | undefined) => {
    if (value === undefined) return
    if (value === '') next.delete(key)
    else next.set(key, value)
  }
  set('q', query.q)
  set('sort', query.sort)
  set('filter', query.filter === undefined ? undefined : printFilter(query.filter))
  return next
}

/** The comparisons that make sense for a field, the usual one first. */
export function opsOf(field: FieldSpec): FilterOp[] {
  switch (field.type) {
    case 'text':
    case 'multiline':
    case 'formula':
      return ['contains', 'eq', 'ne']
    case 'integer':
    case 'decimal':
    case 'quantity':
    case 'amount':
    case 'price':
    case 'rate':
    case 'cost':
      return ['gte', 'lte', 'eq', 'between']
    case 'date':
    case 'datetime':
      return ['between', 'gte', 'lte', 'eq']
    case 'boolean':
      return ['eq']
    case 'enum':
    case 'state':
      return ['in', 'ne']
    case 'reference':
      return ['eq', 'ne', 'isnull']
    default:
      return ['eq']
  }
}

/** Sort by one column: off → up → down → off. */
export function toggleSort(sort: string, field: string): string {
  if (sort === field) return `-${field}`
  return sort === `-${field}` ? '' : field
}

import type { Meta } from '@/api'
import type { Rights, RightScope } from '@/api/people'

export interface RightRow {
  resource: string
  label: string
  /** Actions that hold in the same places, told together. */
  parts: { actions: string[]; scopes: RightScope[] }[]
}

/** Rights by what they are about, in the order of the menu; actions with the same reach stand together. */
export function rightRows(rights: Rights['rights'], meta: Pick<Meta, 'document_types' | 'resources'>, others: Record<string, string>): RightRow[] {
  const names: [string, string][] = [
    ...meta.document_types.map((type): [string, string] => [type.code, type.label]),
    ...meta.resources.map((spec): [string, string] => [spec.name, spec.label_plural]),
    ...Object.entries(others),
  ]
  const known = new Map(names)
  const order = [...known.keys()]
  const rows = new Map<string, Map<string, { actions: string[]; scopes: RightScope[] }>>()
  for (const { resource, action, scopes } of rights) {
    const parts = rows.get(resource) ?? new Map<string, { actions: string[]; scopes: RightScope[] }>()
    const key = JSON.stringify(scopes)
    const part = parts.get(key) ?? { actions: [], scopes }
    part.actions.push(action)
    parts.set(key, part)
    rows.set(resource, parts)
  }
  const at = (resource: string) => (order.includes(resource) ? order.indexOf(resource) : order.length)
  return [...rows.entries()]
    .sort(([a], [b]) => at(a) - at(b) || a.localeCompare(b))
    .map(([resource, parts]) => ({ resource, label: known.get(resource) ?? resource, parts: [...parts.values()] }))
}

/** A right that holds everywhere needs no words about places. */
export const isEverywhere = (scopes: RightScope[]): boolean => scopes.some((scope) => scope.warehouses === null && scope.books === null && !scope.own)

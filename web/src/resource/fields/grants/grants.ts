import type { DocTypeSpec, Meta } from '@/api'

/** One right of a role. Ids null = everywhere; own = only on records the person made; department = made in their department. */
export interface Grant {
  resource: string
  action: string
  book_ids: (string | number)[] | null
  warehouse_ids: (string | number)[] | null
  own: boolean
  department: boolean
}

/** none; own records; everywhere; some = within named books or warehouses; implied by "everything" of the row or the column. */
export type Reach = 'none' | 'own' | 'some' | 'all' | 'implied'

export const ANY = '*'
/** Resources that a right on "any resource" leaves out. */
const GUARDED = new Set(['users', 'roles', 'api-tokens', 'audit-entries', 'sign-ins', 'duty-conflicts', 'webhooks', 'account-sets', 'system'])
const FIRST = [ANY, 'view', 'create', 'update', 'delete', 'submit', 'approve', 'unapprove', 'reject', 'post', 'reverse', 'void', 'stop', 'reopen', 'exceed', 'close', 'check', 'print', 'import', 'export']

export const readGrants = (value: unknown): Grant[] =>
  Array.isArray(value) ? (value as Partial<Grant>[]).filter((one) => one.resource && one.action).map((one) => ({
    resource: one.resource ?? '', action: one.action ?? '', book_ids: one.book_ids ?? null, warehouse_ids: one.warehouse_ids ?? null, own: one.own === true, department: one.department === true,
  })) : []

function written(grants: Grant[], resource: string, action: string): Reach {
  const here = grants.filter((one) => one.resource === resource && one.action === action)
  if (here.length === 0) return 'none'
  if (here.some((one) => !one.own && !one.department && one.book_ids === null && one.warehouse_ids === null)) return 'all'
  return here.some((one) => one.book_ids !== null || one.warehouse_ids !== null || one.department) ? 'some' : 'own'
}

/** How far a role's right reaches. */
export function reachOf(grants: Grant[], resource: string, action: string): Reach {
  const own = written(grants, resource, action)
  if (own === 'all') return own
  const wider = [[resource, ANY], [ANY, ANY], ...(GUARDED.has(resource) ? [] : [[ANY, action]])] as [string, string][]
  const implied = wider.some(([row, column]) => (row !== resource || column !== action) && written(grants, row, column) === 'all')
  return implied ? 'implied' : own
}

/** Where a right is to hold. */
export type Limits = Pick<Grant, 'book_ids' | 'warehouse_ids' | 'own' | 'department'>
export const EVERYWHERE: Limits = { book_ids: null, warehouse_ids: null, own: false, department: false }

const at = (grants: Grant[], resource: string, action: string): Grant[] => grants.filter((one) => one.resource === resource && one.action === action)
const limitText = ({ book_ids, warehouse_ids, own, department }: Limits): string => JSON.stringify([book_ids?.map(String).sort() ?? null, warehouse_ids?.map(String).sort() ?? null, own, department])

/** Does the right hold within just these limits? */
export function sameLimits(grants: Grant[], resource: string, action: string, limits: Limits): boolean {
  const here = at(grants, resource, action)
  return here.length === 1 && here.every((one) => limitText(one) === limitText(limits))
}

/** The ids a right is limited to, as a hint. */
export const limitsOf = (grants: Grant[], resource: string, action: string): string =>
  at(grants, resource, action).flatMap((one) => [...(one.warehouse_ids ?? []), ...(one.book_ids ?? [])]).map((id) => `#${id}`).join(' ')

/** The grants with one right given within limits (null: taken back); the others stay as they are. */
export function withLimits(grants: Grant[], resource: string, action: string, limits: Limits | null): Grant[] {
  const rest = grants.filter((one) => one.resource !== resource || one.action !== action)
  return limits ? [...rest, { resource, action, ...limits }] : rest
}

export interface GrantRow {
  resource: string
  label: string
  group: 'all' | 'documents' | 'records' | 'other'
  actions: string[]
}

const actionsOf = (type: DocTypeSpec): string[] => [ANY, 'view', ...type.actions, ...type.transitions.map((one) => one.name)]

/** Rows of the matrix: everything, document types, records, and what is neither; what a role already names is never missing. */
export function grantRows(meta: Meta, grants: Grant[], others: Record<string, string>): GrantRow[] {
  const extra: Record<string, string[]> = { stock: ['view', 'print', 'export'], reports: ['view', 'print', 'export'], dashboard: ['view'], periods: ['view', 'close', 'reopen'], system: ['view', 'update'] }
  const rows: GrantRow[] = [
    { resource: ANY, label: others[ANY] ?? ANY, group: 'all', actions: [...FIRST] },
    ...meta.document_types.map((type) => ({ resource: type.code, label: type.label, group: 'documents' as const, actions: actionsOf(type) })),
    ...meta.resources.filter((spec) => !meta.document_types.some((type) => type.code === spec.name)).map((spec) => ({ resource: spec.name, label: spec.label, group: 'records' as const, actions: [ANY, 'view', ...spec.actions, ...(spec.name === 'books' ? ['check'] : [])] })),
    ...Object.entries(extra).map(([resource, actions]) => ({ resource, label: others[resource] ?? resource, group: 'other' as const, actions: [ANY, ...actions] })),
  ]
  for (const grant of grants) {
    const row = rows.find((one) => one.resource === grant.resource)
    if (!row) rows.push({ resource: grant.resource, label: grant.resource, group: 'other', actions: [ANY, grant.action] })
    else if (!row.actions.includes(grant.action)) row.actions.push(grant.action)
  }
  return rows
}

/** Columns in the order of a document's life. */
export function grantColumns(rows: GrantRow[]): string[] {
  const used = new Set(rows.flatMap((row) => row.actions))
  return [...FIRST.filter((action) => used.has(action)), ...[...used].filter((action) => !FIRST.includes(action)).sort()]
}

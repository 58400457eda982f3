import { get, post } from './http'
import type { components } from './schema'

export type RoleTarget = components['schemas']['RoleTarget']
export type ConditionWords = components['schemas']['ConditionWords']
export type RowsLeft = components['schemas']['RowsLeft']

const path = (resource: string): string => `/role-targets/${encodeURIComponent(resource)}`

export const roleTargets = (): Promise<RoleTarget[]> => get('/role-targets')
export const conditionWords = (resource: string): Promise<ConditionWords> => get(`${path(resource)}/words`)
export const rowsLeft = (resource: string, formula: string): Promise<RowsLeft> => post(`${path(resource)}/count`, { formula })

export type Violation = components['schemas']['Violation']

/** Who holds two rights that must not be in one hand. */
export const violations = (user?: string): Promise<Violation[]> => get('/duty-conflicts/violations', { user })

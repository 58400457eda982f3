import type { Id, Reference } from './contract'
import { del, get, post } from './http'

/** Where somebody is signed in; current: the session this page came with. */
export interface OpenSession {
  id: Id
  created_at: string
  last_seen_at: string
  expires_at: string
  address: string
  agent: string
  current: boolean
}

/** Where a right holds; null = everywhere. */
export interface RightScope {
  warehouses: Reference[] | null
  books: Reference[] | null
  own: boolean
}

export interface Rights {
  active: boolean
  owner: boolean
  masked: string[]
  rights: { resource: string; action: string; scopes: RightScope[] }[]
}

export const sessions = (user?: Id): Promise<OpenSession[]> => get('/sessions', { user })
export const endSession = (id: Id, user?: Id): Promise<void> => del(`/sessions/${id}`, { user })
export const endOtherSessions = (user?: Id): Promise<void> => del('/sessions', { user })
export const rightsOf = (user: Id): Promise<Rights> => get(`/users/${user}/rights`)

export interface Handover {
  successor: { id: Id; name: string } | null
  blocked: boolean
  items: { kind: string; label: string; count: number; examples: string[]; holds: boolean }[]
}

export const heldBy = (user: Id): Promise<Handover> => get(`/users/${user}/handover`)
export const handOver = (user: Id, successor: Id): Promise<{ moved: Record<string, number> }> => post(`/users/${user}/handover`, { successor })
export const roleNews = (role: Id): Promise<{ resource: string; action: string }[]> => get(`/roles/${role}/news`)
export const settleRoleNews = (role: Id, take: boolean): Promise<unknown> => post(`/roles/${role}/news`, { take })

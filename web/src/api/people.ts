import type { Id, Reference } from './contract'
import { del, get } from './http'

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

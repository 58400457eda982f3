import type { Id, Values } from './contract'
import { del, get, post, put } from './http'

/** A view of a list as the server keeps it; what is in `settings` is the page's business. */
export interface StoredView {
  id: Id
  resource: string
  name: string
  settings: Values
  shared: boolean
  mine: boolean
  position: number
}
export type ViewBody = Omit<StoredView, 'id' | 'mine'>

export const savedViews = (resource: string): Promise<StoredView[]> => get('/saved-views', { resource })
export const createView = (body: ViewBody): Promise<StoredView> => post('/saved-views', body)
export const replaceView = (id: Id, body: ViewBody): Promise<StoredView> => put(`/saved-views/${id}`, body)
export const deleteView = (id: Id): Promise<void> => del(`/saved-views/${id}`)

import type { StoredView } from '@/api/views'
import { parseFilter, printFilter, writeQuery } from './filters'
import type { ListQuery } from './filters'
import { readLayout } from './layout'
import type { Layout } from './layout'

/** A saved view: what is searched, filtered and sorted, and how it is drawn. */
export interface SavedView {
  id: string
  name: string
  query: ListQuery
  layout: Layout
  shared: boolean
  mine: boolean
  /** Opens when the list is opened; of one's own, else of a shared view. */
  first: boolean
}

export function readView(stored: StoredView): SavedView {
  const { settings } = stored
  const filter = typeof settings['filter'] === 'string' ? settings['filter'] : JSON.stringify(settings['filter'] ?? [])
  return {
    id: stored.id, name: stored.name, shared: stored.shared, mine: stored.mine, first: settings['first'] === true,
    query: { q: String(settings['q'] ?? ''), sort: String(settings['sort'] ?? ''), filter: parseFilter(filter) },
    layout: readLayout(settings['layout']),
  }
}

/** What the server keeps of a view. */
export const settingsOf = (view: Pick<SavedView, 'query' | 'layout' | 'first'>) => ({ ...view.query, layout: view.layout, ...(view.first ? { first: true } : {}) })

const queryText = ({ q, sort, filter }: ListQuery): string => `${q}\n${sort}\n${printFilter(filter)}`

/** Does the list no longer show what its view says? */
export const isChanged = (view: SavedView, query: ListQuery, layout: Layout): boolean =>
  queryText(view.query) !== queryText(query) || JSON.stringify(view.layout) !== JSON.stringify(readLayout(layout))

/** The view a list opens with when its address asks for nothing. */
export const firstView = (views: SavedView[]): SavedView | undefined =>
  views.find((view) => view.first && view.mine) ?? views.find((view) => view.first && view.shared)

const asksNothing = (params: URLSearchParams): boolean => ['q', 'sort', 'filter', 'view'].every((key) => !params.has(key))

/** An address that shows a view; null leaves it for the whole list. */
export function writeView(params: URLSearchParams, view: SavedView | null): URLSearchParams {
  const next = writeQuery(params, view?.query ?? { q: '', sort: '', filter: [] })
  if (view) next.set('view', view.id)
  else next.delete('view')
  return next
}

/** The view to take over when a list is opened: the one a bare `?view=…` names, or the first one; null when the address already says all. */
export function viewToOpen(params: URLSearchParams, views: SavedView[]): SavedView | null {
  if (asksNothing(params)) return firstView(views) ?? null
  if (['q', 'sort', 'filter'].some((key) => params.has(key))) return null
  return views.find((view) => view.id === params.get('view')) ?? null
}

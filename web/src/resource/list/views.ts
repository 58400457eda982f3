import { recall, remember } from '@/kit'
import type { ListQuery } from './filters'

/** A saved view: a name for what is filtered, searched and sorted. Kept in this browser. */
export interface SavedView extends ListQuery {
  key: string
  name: string
}

export interface Layout {
  hidden: string[]
  density: 'small' | 'middle'
}

export const loadViews = (list: string): SavedView[] => recall<SavedView[]>(`views.${list}`, [])
export const storeViews = (list: string, views: SavedView[]): void => remember(`views.${list}`, views)
export const loadLayout = (list: string): Layout => recall<Layout>(`layout.${list}`, { hidden: [], density: 'small' })
export const storeLayout = (list: string, layout: Layout): void => remember(`layout.${list}`, layout)

const same = (a: ListQuery, b: ListQuery): boolean =>
  a.q === b.q && a.sort === b.sort && JSON.stringify(a.filter) === JSON.stringify(b.filter)

/** The view the address shows, '' when it is none of them. */
export const viewOf = (views: SavedView[], query: ListQuery): string => views.find((view) => same(view, query))?.key ?? ''

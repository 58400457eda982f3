import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { viewsApi } from '@/api'
import { readView, settingsOf } from './views'
import type { SavedView } from './views'

/** The saved views of a list, kept by the server: one's own and the shared ones. */
export function useViews(list: string) {
  const queries = useQueryClient()
  const key = useMemo(() => ['saved-views', list], [list])
  const stored = useQuery({ queryKey: key, queryFn: () => viewsApi.savedViews(list), staleTime: 60_000 })
  const views = useMemo(() => (stored.data ?? []).map(readView), [stored.data])
  const again = () => queries.invalidateQueries({ queryKey: key })
  const body = (view: Omit<SavedView, 'id' | 'mine'>, position: number) => ({ resource: list, name: view.name, settings: settingsOf(view), shared: view.shared, position })

  const put = async (view: SavedView) => {
    await viewsApi.replaceView(view.id, body(view, views.findIndex((one) => one.id === view.id)))
  }
  return {
    views,
    ready: !stored.isPending,
    create: async (view: Omit<SavedView, 'id' | 'mine'>): Promise<SavedView> => {
      const made = readView(await viewsApi.createView(body(view, views.length)))
      await again()
      return made
    },
    change: async (view: SavedView) => {
      await put(view)
      await again()
    },
    /** Open the list with this view from now on (null: with everything). */
    openFirst: async (first: SavedView | null) => {
      for (const view of views.filter((one) => one.mine && one.first !== (one.id === first?.id))) await put({ ...view, first: view.id === first?.id })
      await again()
    },
    remove: async (view: SavedView) => {
      await viewsApi.deleteView(view.id)
      await again()
    },
  }
}

import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { resourcesApi } from '@/api'
import type { FilterClause, RecordRow } from '@/api'

interface RecordsParams {
  path: string
  q: string
  sort: string
  filter: FilterClause[]
  extra?: Record<string, string>
  limit?: number
}

/** Rows of a list, page after page by cursor. */
export function useRecords(params: RecordsParams) {
  const query = useInfiniteQuery({
    queryKey: ['list', params.path, params.extra, params.q, params.sort, params.filter],
    queryFn: ({ pageParam, signal }) =>
      resourcesApi.list(params.path, { limit: params.limit ?? 100, cursor: pageParam, ...params }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
  })
  const rows = useMemo<RecordRow[]>(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const first = query.data?.pages[0]
  return { query, rows, count: first?.count ?? 0, capped: first?.count_capped ?? false, totals: first?.totals ?? {} }
}

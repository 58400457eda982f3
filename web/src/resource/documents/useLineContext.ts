import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { stockApi } from '@/api'
import type { LineContext, Values } from '@/api'
import { referenceId } from '../fields/values'
import type { GridRow } from './grid/model'

/** Stock and last price of the items on the lines; asked once for all of them. */
export function useLineContext(documentType: string, rows: GridRow[], header: Values, enabled: boolean, onLoaded: (context: Record<string, LineContext>) => void): Record<string, LineContext> {
  const items = useMemo(() => {
    const ids = rows.map((row) => referenceId(row.line['item'])).filter((id): id is string => id !== null)
    return [...new Set(ids)].sort()
  }, [rows])
  const warehouse = referenceId(header['warehouse']) ?? referenceId(header['from_warehouse'])
  const partner = referenceId(header['partner'])
  const query = useQuery({
    queryKey: ['line-context', documentType, items, warehouse, partner],
    queryFn: () => stockApi.lineContext({ items, warehouse, partner, documentType }),
    enabled: enabled && items.length > 0,
    placeholderData: (previous) => previous,
    retry: false,
  })
  const told = useRef(onLoaded)
  useEffect(() => {
    told.current = onLoaded
  })
  // Told again whenever a line changes: its price may have become free to be filled by another unit or item.
  useEffect(() => {
    if (query.data && !query.isPlaceholderData) told.current(query.data)
  }, [query.data, query.isPlaceholderData, rows])
  return query.data ?? {}
}

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stockApi } from '@/api'
import type { DocumentDraft, LineContext, Values } from '@/api'
import { referenceId } from '../fields/values'
import { can, useMeta } from '../meta'
import { canGo, proposed } from './canGo'
import type { Held } from './canGo'
import { fulfilLines } from './fulfil'
import type { FulfilLine } from './fulfil'

/** What stands beside the lines of an order: what of each is held and free, and in a warehouse kept by bins where the item lies. */
export interface Beside {
  held: Record<string, Held>
  context: Record<string, LineContext>
  bins: boolean
}

export const warehouseOf = (draft: DocumentDraft, header: Values): string | null =>
  referenceId(header['warehouse']) ?? referenceId(draft.lines[0]?.['warehouse'])

/** Null: still asking. Without an answer people work on what the order says. */
export function useBeside({ draft, order, targetType, outgoing }: { draft: DocumentDraft | undefined; order: string; targetType: string; outgoing: boolean }): Beside | null {
  const meta = useMeta()
  const seesStock = can(meta, 'stock', 'view')
  const items = useMemo(() => [...new Set((draft?.lines ?? []).map((line) => referenceId(line['item'])).filter((id): id is string => id !== null))], [draft])
  const warehouse = draft ? warehouseOf(draft, draft.header) : null
  const number = (draft?.lines[0]?.['source'] as { number?: string } | undefined)?.number ?? ''
  const context = useQuery({
    queryKey: ['line-context', items, warehouse, targetType],
    queryFn: () => stockApi.lineContext({ items, warehouse, documentType: targetType }),
    enabled: seesStock && items.length > 0,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const lines = useQuery({
    queryKey: ['shippable', order, number],
    queryFn: () => stockApi.shippable(number),
    enabled: outgoing && seesStock && number !== '',
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  return useMemo(() => {
    if (!draft || context.isLoading || lines.isLoading) return null
    const found = context.data ?? {}
    const held = Object.fromEntries((lines.data ?? []).filter((line) => line.document.id === order).map((line) => [line.line_id, {
      reserved: line.reserved, available: line.available, onHand: line.on_hand, remaining: line.remaining, remainingBase: line.remaining_base,
    }]))
    return { held, context: found, bins: Object.values(found).some((one) => one.bin !== undefined) }
  }, [draft, order, context.isLoading, context.data, lines.isLoading, lines.data])
}

/** The lines a person begins with: short ones first, no more than can go, each at the bin of its item. */
export function firstLines(draft: DocumentDraft, { held, context }: Beside): FulfilLine[] {
  const home = warehouseOf(draft, draft.header)
  const lines = fulfilLines(draft.lines, false).map((one) => {
    const bin = (referenceId(one.line['warehouse']) ?? home) === home ? context[one.item.id]?.bin : null
    return one.line['bin'] || !bin ? one : { ...one, line: { ...one.line, bin } }
  })
  return proposed(lines, canGo(lines, held))
}

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stockApi } from '@/api'
import type { DocTypeSpec, LotOffer, Values } from '@/api'
import { normaliseDecimal } from '@/kit'
import { referenceId } from '../../fields/values'
import type { GridRow } from '../grid/model'
import { isNoted, isTracked } from './lots'

/** For lines of goods managed by lot that leave a warehouse: the lots that lie there, and what would be taken of each. */
export function useLotOffers(spec: DocTypeSpec, rows: GridRow[], header: Values, enabled: boolean): Record<string, LotOffer[]> {
  const asked = useMemo(() => rows.flatMap((row) => {
    const { line } = row
    const item = referenceId(line['item'])
    const warehouse = referenceId(line['warehouse']) ?? referenceId(header['warehouse'])
    const quantity = normaliseDecimal(line['quantity'])
    if (!isTracked(line) || isNoted(line) || !item || !warehouse || line['lot'] || quantity === null) return []
    const days = normaliseDecimal(line['min_life_days'])
    const status = typeof line['status'] === 'string' && line['status'] !== '' ? { status: line['status'] } : {}
    return [{ key: row.key, ask: { item, warehouse, quantity, unit: referenceId(line['unit']), min_life_days: days ? Number(days) : 0, ...status } }]
  }), [rows, header])
  const lines = asked.map((one) => one.ask)
  const day = typeof header['business_date'] === 'string' ? header['business_date'] : null
  const query = useQuery({
    queryKey: ['lot-choice', spec.code, day, lines],
    queryFn: () => stockApi.lotChoice({ document_type: spec.code, business_date: day, lines }),
    enabled: enabled && lines.length > 0 && spec.direction !== 'IN',
    placeholderData: (previous) => previous,
    retry: false,
  })
  return useMemo(
    () => Object.fromEntries(asked.map((one, index) => [one.key, query.data?.lines[index] ?? []])),
    [asked, query.data],
  )
}

import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reference, Values } from '@/api'
import type { OnHandRow } from '@/api/stock'
import { Money, Qty, StateTag, referenceText } from '@/kit'
import { Explain } from '@/resource/explain/Explain'
import { stateLabel, useMeta } from '@/resource/meta'
import type { PlainColumn } from '@/resource/workbench/PlainTable'

export const GROUPS = ['item', 'warehouse', 'bin', 'lot', 'status'] as const
export type Group = (typeof GROUPS)[number]

export const unitName = (unit: Reference | string | null | undefined): string | undefined =>
  typeof unit === 'object' ? (unit?.name ?? undefined) : unit

export const stockKey = (row: OnHandRow, index: number): string =>
  [row.item?.id, row.warehouse?.id, row.bin?.id, referenceText(row.lot), row.status, index].join(':')

/** Columns of on-hand rows for what they are grouped by; figures nobody sent are left out. */
export function useStockColumns(groups: Group[], rows: OnHandRow[], totals: Values, narrowed: { warehouse: string; bin: string; asOf: string }): PlainColumn<OnHandRow>[] {
  const { t } = useTranslation()
  const meta = useMeta()
  return useMemo(() => {
    const has = (name: 'reserved' | 'available' | 'incoming' | 'amount') => rows.some((row) => row[name] !== undefined && row[name] !== null)
    // What is explained is today's stock of an item, whole or in one warehouse.
    const whole = narrowed.bin === '' && narrowed.asOf === '' && groups.includes('item') && groups.every((group) => group === 'item' || group === 'warehouse')
    const told = (name: 'quantity' | 'reserved' | 'available' | 'incoming', row: OnHandRow, figure: ReactNode) =>
      whole && (name === 'quantity' || name === 'available') ? <Explain figure={name === 'quantity' ? 'on_hand' : name} item={row.item.id} warehouse={row.warehouse?.id ?? (narrowed.warehouse || undefined)}>{figure}</Explain> : figure
    const figure = (name: 'quantity' | 'reserved' | 'available' | 'incoming', title: string): PlainColumn<OnHandRow> => ({
      key: name, title, width: 120, number: true, render: (row) => told(name, row, <Qty value={row[name]} unit={name === 'quantity' ? unitName(row.unit) : undefined} />),
      ...(totals[name] !== undefined ? { total: <Qty value={totals[name]} /> } : {}),
    })
    const columns: PlainColumn<OnHandRow>[] = []
    if (groups.includes('item')) {
      columns.push(
        { key: 'code', title: t('warehousing.code'), width: 130, render: (row) => row.item?.code ?? '', total: t('warehousing.total') },
        { key: 'item', title: t('warehousing.item'), width: 260, render: (row) => <span title={row.item?.name}>{row.item?.name} <span className="hk-faint">{row.item?.spec}</span></span> },
      )
    }
    if (groups.includes('warehouse')) columns.push({ key: 'warehouse', title: t('warehousing.warehouse'), width: 140, render: (row) => referenceText(row.warehouse) })
    if (groups.includes('bin')) columns.push({ key: 'bin', title: t('warehousing.bin'), width: 110, render: (row) => row.bin?.code ?? referenceText(row.bin) })
    if (groups.includes('lot')) columns.push({ key: 'lot', title: t('warehousing.lot'), width: 130, render: (row) => referenceText(row.lot) })
    if (groups.includes('status')) {
      columns.push({ key: 'status', title: t('warehousing.status'), width: 110, render: (row) => {
        const words = row.status ? stateLabel(meta, 'status', row.status) : undefined
        return row.status ? <StateTag value={row.status} label={words?.label} color={words?.color} /> : null
      } })
    }
    columns.push(figure('quantity', t('warehousing.onHand')))
    if (has('reserved')) columns.push(figure('reserved', t('warehousing.reserved')))
    if (has('available')) columns.push(figure('available', t('warehousing.available')))
    if (has('incoming')) columns.push(figure('incoming', t('warehousing.incoming')))
    if (has('amount')) {
      columns.push({ key: 'amount', title: t('warehousing.amount', { currency: meta.book.currency }), width: 140, number: true, render: (row) => whole && groups.length === 1 && narrowed.warehouse === '' ? <Explain figure="amount" item={row.item.id}><Money value={row.amount} /></Explain> : <Money value={row.amount} />,
        ...(totals['amount'] !== undefined ? { total: <Money value={totals['amount']} /> } : {}) })
    }
    return columns
  }, [groups, rows, totals, narrowed.warehouse, narrowed.bin, narrowed.asOf, t, meta])
}

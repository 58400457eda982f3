import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { stockApi } from '@/api'
import type { Query } from '@/api'
import { EmptyState, ErrorState, Money, Qty, Skeleton, formatDate, referenceText } from '@/kit'
import { documentPath, useMeta } from '@/resource/meta'
import { PlainTable } from '@/resource/workbench/PlainTable'
import type { PlainColumn } from '@/resource/workbench/PlainTable'

/** 库存台账: every movement with the balance it left; a row leads to its document. */
export function LedgerTable({ query, height }: { query: Query; height?: number }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const navigate = useNavigate()
  const ledger = useInfiniteQuery({
    queryKey: ['ledger', query],
    queryFn: ({ pageParam, signal }) => stockApi.ledger({ ...query, limit: 200, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  })
  const rows = useMemo(() => ledger.data?.pages.flatMap((page) => page.items) ?? [], [ledger.data])
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = ledger
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  const columns = useMemo(() => {
    type Row = stockApi.LedgerRow
    const typeOf = (row: Row) => row.type_label ?? row.document?.type_label ?? meta.document_types.find((type) => type.code === row.document?.type)?.label ?? ''
    const filled = (pick: (row: Row) => unknown) => rows.some((row) => pick(row) !== null && pick(row) !== undefined && pick(row) !== '')
    const all: (PlainColumn<Row> | null)[] = [
      { key: 'date', title: t('warehousing.date'), width: 104, render: (row) => formatDate(row.business_date) },
      { key: 'type', title: t('warehousing.type'), width: 120, render: typeOf },
      { key: 'number', title: t('warehousing.number'), width: 180, render: (row) => row.document?.number ?? '' },
      filled((row) => row.warehouse) ? { key: 'warehouse', title: t('warehousing.warehouse'), width: 120, render: (row) => referenceText(row.warehouse) } : null,
      filled((row) => row.bin) ? { key: 'bin', title: t('warehousing.bin'), width: 90, render: (row) => row.bin?.code ?? '' } : null,
      filled((row) => row.lot) ? { key: 'lot', title: t('warehousing.lot'), width: 120, render: (row) => referenceText(row.lot) } : null,
      { key: 'in', title: t('warehousing.in'), width: 110, number: true, render: (row) => <Qty value={row.in_quantity} /> },
      { key: 'out', title: t('warehousing.out'), width: 110, number: true, render: (row) => <Qty value={row.out_quantity} /> },
      { key: 'balance', title: t('warehousing.balance'), width: 120, number: true, render: (row) => <Qty value={row.balance} /> },
      filled((row) => row.amount) ? { key: 'amount', title: t('warehousing.movedAmount'), width: 120, number: true, render: (row) => <Money value={row.amount} /> } : null,
      filled((row) => row.balance_amount) ? { key: 'balance_amount', title: t('warehousing.balanceAmount'), width: 130, number: true, render: (row) => <Money value={row.balance_amount} /> } : null,
    ]
    return all.filter((column): column is PlainColumn<Row> => column !== null)
  }, [rows, t, meta])

  if (ledger.isError) return <ErrorState error={ledger.error} onRetry={() => void ledger.refetch()} />
  if (ledger.isPending) return <Skeleton rows={5} />
  if (rows.length === 0) return <EmptyState title={t('warehousing.ledger.none')} />
  return (
    <PlainTable label={t('warehousing.ledger')} columns={columns} rows={rows} rowKey={(row, index) => row.id ?? String(index)} onEnd={more} {...(height ? { height } : {})}
      onRow={(row) => { if (row.document) void navigate(documentPath(row.document.type, row.document.id)) }} />
  )
}

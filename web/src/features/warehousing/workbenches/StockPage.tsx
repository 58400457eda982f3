import { Button, DatePicker, Input, Select } from 'antd'
import { useInfiniteQuery } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { download, stockApi } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, usePhone } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { PlainTable } from '@/resource/workbench/PlainTable'
import { GROUPS, stockKey, useStockColumns } from '../stock'
import type { Group } from '../stock'
import { ItemStock } from '../widgets/ItemStock'
import { StockCards } from '../widgets/StockCards'

/** 即时库存: one search box; what is there, where, in which state, now or on any past day. */
export function StockPage() {
  const [params] = useSearchParams()
  const item = params.get('item')
  return item ? <ItemStock key={item} item={item} /> : <StockList />
}

function readGroups(text: string | null): Group[] {
  const wanted = (text ?? '').split(',').filter((group): group is Group => (GROUPS as readonly string[]).includes(group))
  return wanted.length > 0 ? wanted : ['item']
}

function StockList() {
  const { t } = useTranslation()
  const phone = usePhone()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const q = params.get('q') ?? ''
  const asOf = params.get('as_of') ?? ''
  const warehouse = params.get('warehouse') ?? ''
  const bin = params.get('bin') ?? ''
  const groupText = params.get('group_by')
  const groups = useMemo(() => readGroups(groupText), [groupText])
  const [typed, setTyped] = useState(q)

  const narrow = useCallback(
    (changes: Record<string, string>) =>
      setParams((known) => {
        const next = new URLSearchParams(known)
        for (const [key, value] of Object.entries(changes)) {
          if (value) next.set(key, value)
          else next.delete(key)
        }
        return next
      }, { replace: true }),
    [setParams],
  )

  useEffect(() => {
    if (typed === q) return
    const timer = setTimeout(() => narrow({ q: typed }), 250)
    return () => clearTimeout(timer)
  }, [typed, q, narrow])

  const query = { q, as_of: asOf, warehouse, bin, group_by: groups.join(',') }
  const stock = useInfiniteQuery({
    queryKey: ['stock', query],
    queryFn: ({ pageParam, signal }) => stockApi.onHand({ ...query, limit: 200, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
    placeholderData: (previous) => previous,
  })
  const rows = useMemo(() => stock.data?.pages.flatMap((page) => page.items) ?? [], [stock.data])
  const columns = useStockColumns(groups, rows, stock.data?.pages[0]?.totals ?? {}, { warehouse, bin, asOf })
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = stock
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const open = (row: stockApi.OnHandRow) => {
    if (row.item) void navigate(`/stock?item=${row.item.id}${row.warehouse ? `&warehouse=${row.warehouse.id}` : ''}`)
  }

  return (
    <Page title={t('warehousing.stock')} fill={!phone}
      actions={<Button onClick={() => void download('/reports/on_hand', { ...query, format: 'xlsx' })}>{t('warehousing.export')}</Button>}>
      <div className="hk-row">
        <Input autoFocus={!phone} allowClear size="large" style={{ maxWidth: 420, flex: '1 1 240px' }} value={typed} placeholder={t('warehousing.stock.search')} aria-label={t('warehousing.stock.search')} onChange={(event) => setTyped(event.target.value)} />
        <div style={{ width: 180 }}>
          <ReferencePicker resource="warehouses" label={t('warehousing.warehouse')} value={warehouse ? { id: warehouse } : null} onChange={(value) => narrow({ warehouse: value && !Array.isArray(value) ? value.id : '' })} />
        </div>
        <Select mode="multiple" style={{ minWidth: 200 }} value={groups} aria-label={t('warehousing.groupBy')} maxTagCount="responsive"
          options={[
            { value: 'item', label: t('warehousing.item') }, { value: 'warehouse', label: t('warehousing.warehouse') },
            { value: 'bin', label: t('warehousing.bin') }, { value: 'lot', label: t('warehousing.lot') }, { value: 'status', label: t('warehousing.status') },
          ]} onChange={(next) => narrow({ group_by: next.join(',') })} />
        <DatePicker value={asOf ? dayjs(asOf) : null} placeholder={t('warehousing.asOf')} aria-label={t('warehousing.asOf')} onChange={(next) => narrow({ as_of: next ? next.format('YYYY-MM-DD') : '' })} />
      </div>
      {stock.isError ? <ErrorState error={stock.error} onRetry={() => void stock.refetch()} /> : stock.isPending ? <Skeleton rows={10} /> : rows.length === 0 ? (
        <EmptyState title={t('warehousing.stock.none')} text={t('warehousing.stock.none.text')} />
      ) : phone ? <StockCards rows={rows} onOpen={open} onMore={hasNextPage ? more : null} /> : (
        <PlainTable label={t('warehousing.stock')} columns={columns} rows={rows} rowKey={stockKey} onRow={open} onEnd={more} />
      )}
    </Page>
  )
}

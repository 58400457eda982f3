import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { resourcesApi, stockApi } from '@/api'
import { ErrorState, Money, Page, Qty, Skeleton, referenceText, sumDecimals, usePhone } from '@/kit'
import { PlainTable } from '@/resource/workbench/PlainTable'
import { stockKey, unitName, useStockColumns } from '../stock'
import type { Group } from '../stock'
import { LedgerTable } from './LedgerTable'

const WHERE: Group[] = ['warehouse', 'bin', 'lot', 'status']

/** Everything about the stock of one item: the figures, where it lies, and the ledger below. */
export function ItemStock({ item }: { item: string }) {
  const { t } = useTranslation()
  const phone = usePhone()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const warehouse = params.get('warehouse') ?? ''
  const record = useQuery({ queryKey: ['record', 'items', item], queryFn: () => resourcesApi.read('items', item) })
  const total = useQuery({ queryKey: ['stock', 'item', item], queryFn: () => stockApi.onHand({ item, group_by: 'item', limit: 5 }) })
  const places = useQuery({ queryKey: ['stock', 'places', item], queryFn: () => stockApi.onHand({ item, group_by: `item,${WHERE.join(',')}`, limit: 500 }) })
  const rows = useMemo(() => places.data?.items ?? [], [places.data])
  const used = useMemo(
    () => WHERE.filter((group) => group === 'warehouse' || group === 'status' || rows.some((row) => row[group] !== null && row[group] !== undefined)),
    [rows],
  )
  const columns = useStockColumns(used, rows, {})
  const totals = total.data?.items ?? []
  const sum = (name: 'quantity' | 'available' | 'reserved' | 'incoming' | 'amount') =>
    totals.some((row) => row[name] !== null && row[name] !== undefined) ? sumDecimals(totals.map((row) => row[name])) : totals.length === 0 && name === 'quantity' ? '0' : null
  const unit = unitName(totals[0]?.unit)
  const name = record.data ? referenceText(record.data) : (totals[0]?.item.name ?? '')

  if (total.isError) return <ErrorState error={total.error} onRetry={() => void total.refetch()} />
  return (
    <Page title={name || t('warehousing.stock')} mark={<span className="hk-muted">{[record.data?.['code'], record.data?.['spec']].filter(Boolean).join(' · ')}</span>}
      actions={<>
        <Button onClick={() => void navigate('/stock')}>{t('warehousing.stock.back')}</Button>
        <Link to={`/records/items/${item}`}><Button>{t('warehousing.item.open')}</Button></Link>
      </>}>
      {total.isPending ? <Skeleton rows={3} /> : (
        <dl className="hk-panel hk-figures">
          <div><dt>{t('warehousing.onHand')}</dt><dd><Qty value={sum('quantity')} unit={unit} /></dd></div>
          <div><dt>{t('warehousing.available')}</dt><dd><Qty value={sum('available')} unit={unit} /></dd></div>
          <div><dt>{t('warehousing.reserved')}</dt><dd><Qty value={sum('reserved')} unit={unit} /></dd></div>
          <div><dt>{t('warehousing.incoming')}</dt><dd><Qty value={sum('incoming')} unit={unit} /></dd></div>
          {sum('amount') !== null ? <div><dt>{t('warehousing.value')}</dt><dd><Money value={sum('amount')} /></dd></div> : null}
        </dl>
      )}
      {rows.length > 0 ? <PlainTable label={t('warehousing.places')} columns={columns} rows={rows} rowKey={stockKey} height={260} onRow={(row) => { if (row.warehouse) void navigate(`/stock?item=${item}&warehouse=${row.warehouse.id}`) }} /> : null}
      <h2 style={{ fontSize: 14, margin: '4px 0 0' }}>{t('warehousing.ledger')}</h2>
      <LedgerTable query={{ item, warehouse }} height={phone ? 420 : 480} />
    </Page>
  )
}

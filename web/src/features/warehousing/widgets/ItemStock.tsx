import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { stockApi } from '@/api'
import { ErrorState, Money, Page, Price, Qty, Skeleton, isZero, sumDecimals, usePhone } from '@/kit'
import { Explain } from '@/resource/explain/Explain'
import type { Figure } from '@/resource/explain/words'
import { Claims } from './Claims'
import { LedgerTable } from './LedgerTable'
import { Months } from './Months'
import { Places } from './Places'
import '../stock.css'

/** Everything about the stock of one item: the figures, where it lies, who holds it, what comes, a year, and the ledger below. */
export function ItemStock({ item }: { item: string }) {
  const { t } = useTranslation()
  const phone = usePhone()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const warehouse = params.get('warehouse') ?? ''
  const answer = useQuery({ queryKey: ['stock', 'card', item], queryFn: () => stockApi.itemCard(item) })
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  if (answer.isPending) return <Skeleton rows={10} />

  const card = answer.data
  const { totals } = card
  const figure = (label: string, value: ReactNode) => <div><dt>{label}</dt><dd>{value}</dd></div>
  const amount = (label: string, value: string | undefined) => figure(label, <Qty value={value} unit={card.unit} />)
  const told = (name: Figure, value: ReactNode) => <Explain figure={name} item={item}>{value}</Explain>
  return (
    <Page title={card.item.name ?? t('warehousing.stock')} mark={<span className="hk-muted">{[card.item.code, card.item.spec].filter(Boolean).join(' · ')}</span>}
      actions={<>
        <Button onClick={() => void navigate('/stock')}>{t('warehousing.stock.back')}</Button>
        <Link to={`/stock/ledger?item=${item}`}><Button>{t('warehousing.ledger')}</Button></Link>
        <Link to={`/records/items/${item}`}><Button>{t('warehousing.item.open')}</Button></Link>
      </>}>
      <dl className="hk-panel hk-figures">
        {figure(t('warehousing.onHand'), told('on_hand', <Qty value={totals.on_hand ?? '0'} unit={card.unit} />))}
        {totals.available !== undefined ? figure(t('warehousing.available'), told('available', <Qty value={totals.available} unit={card.unit} />)) : null}
        {totals.reserved !== undefined ? amount(t('warehousing.reserved'), totals.reserved) : null}
        {amount(t('warehousing.incoming'), sumDecimals(card.incoming.map((row) => row.quantity)))}
        {totals.in_transit !== undefined && !isZero(totals.in_transit) ? amount(t('warehousing.moving'), totals.in_transit) : null}
        {totals.unusable !== undefined && !isZero(totals.unusable) ? amount(t('warehousing.unusable'), totals.unusable) : null}
        {card.minimum_stock !== null ? amount(t('warehousing.minimum'), card.minimum_stock) : null}
        {totals.amount !== undefined ? figure(t('warehousing.value'), told('amount', <Money value={totals.amount} />)) : null}
        {totals.unit_cost !== undefined ? figure(t('warehousing.unitCost'), told('unit_cost', <Price value={totals.unit_cost} />)) : null}
      </dl>
      <div className="hk-stock-card">
        <Places item={item} rows={card.places} unit={card.unit} />
        <Months months={card.months} />
        <Claims title={t('warehousing.reservedBy')} none={t('warehousing.reservedBy.none')} rows={card.reserved_by} unit={card.unit} dated={false} />
        <Claims title={t('warehousing.comes')} none={t('warehousing.comes.none')} rows={card.incoming} unit={card.unit} dated />
      </div>
      <h2 style={{ fontSize: 14, margin: '4px 0 0' }}>{t('warehousing.ledger')}</h2>
      <LedgerTable query={{ item, warehouse }} height={phone ? 420 : 480} />
    </Page>
  )
}

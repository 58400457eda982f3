import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { resourcesApi } from '@/api'
import type { FilterClause, RecordRow } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, StateTag, formatDate, referenceText, usePhone } from '@/kit'
import { stateLabel, useMeta } from '../meta'
import { FulfilOrder } from './FulfilOrder'
import './workbench.css'

export interface FulfilTexts {
  title: string
  search: string
  pick: string
  pickText: string
  none: string
  noneText: string
  expected: string
  counted: string
  action: string
  draft: string
}

interface FulfilPageProps {
  orderType: string
  targetType: string
  texts: FulfilTexts
  /** Shipping starts from what is available; receiving from what was expected. */
  outgoing: boolean
}

/** Orders with something left, and the one being carried out: expected beside counted, one big action. */
export function FulfilPage({ orderType, targetType, texts, outgoing }: FulfilPageProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const [params, setParams] = useSearchParams()
  const order = params.get('order')
  const [q, setQ] = useState('')
  const filter: FilterClause[] = [['state', 'in', ['APPROVED']], ['execution', 'in', ['NONE', 'PARTIAL']]]
  const orders = useQuery({
    queryKey: ['list', 'documents', 'open', orderType, q],
    queryFn: ({ signal }) => resourcesApi.list('documents', { extra: { type: orderType }, filter, q, sort: 'business_date', limit: 100 }, signal),
    placeholderData: (previous) => previous,
  })
  const choose = (id: string | null) => setParams(id ? { order: id } : {})

  const card = (row: RecordRow) => {
    const execution = String(row['execution'] ?? '')
    const words = execution ? stateLabel(meta, 'execution', execution) : undefined
    return (
      <button type="button" key={row.id} className="hk-panel hk-card hk-work-card" aria-pressed={row.id === order} onClick={() => choose(row.id)}>
        <span className="hk-card-head"><span className="hk-ellipsis">{referenceText(row['partner'])}</span><span className="hk-faint">{formatDate(row['business_date'])}</span></span>
        <span className="hk-card-head" style={{ fontWeight: 400, fontSize: 13 }}>
          <span className="hk-muted">{String(row['number'] ?? '')}</span>
          {execution ? <StateTag value={execution.toLowerCase()} label={words?.label} color={words?.color} /> : null}
        </span>
      </button>
    )
  }

  const list = (
    <div className="hk-work-list">
      <Input allowClear value={q} placeholder={texts.search} aria-label={texts.search} onChange={(event) => setQ(event.target.value)} style={phone ? { height: 48 } : {}} />
      <div className="hk-work-scroll">
        {orders.isPending ? <Skeleton rows={6} /> : orders.isError ? <ErrorState error={orders.error} onRetry={() => void orders.refetch()} /> : orders.data.items.length === 0 ? (
          <EmptyState title={texts.none} text={texts.noneText} />
        ) : orders.data.items.map(card)}
      </div>
    </div>
  )

  const work = order ? (
    <FulfilOrder key={order} order={order} targetType={targetType} texts={texts} outgoing={outgoing} onDone={() => { choose(null); void orders.refetch() }} />
  ) : <EmptyState title={texts.pick} text={texts.pickText} />

  return (
    <Page title={texts.title} fill={!phone} actions={phone && order ? <Button onClick={() => choose(null)}>{t('work.back')}</Button> : undefined}>
      {phone ? (order ? work : list) : (
        <div className="hk-work">
          {list}
          <div className="hk-work-main">{work}</div>
        </div>
      )}
    </Page>
  )
}

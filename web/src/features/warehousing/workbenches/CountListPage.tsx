import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { countsApi } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, StateTag, formatDate, referenceText } from '@/kit'
import { can, documentPath, stateLabel, useMeta } from '@/resource/meta'
import { BeginCount } from '../widgets/BeginCount'
import '../count.css'

/** Counts under way: pick a sheet and walk, or begin one. */
export function CountListPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const [beginning, setBeginning] = useState(false)
  const counts = useQuery({ queryKey: ['counts'], queryFn: countsApi.running })
  const button = can(meta, 'count_plan', 'create') ? <Button type="primary" onClick={() => setBeginning(true)}>{t('warehousing.count.begin')}</Button> : null
  return (
    <Page title={t('warehousing.count')} actions={<><Link to="/documents/count_plan"><Button>{t('warehousing.count.plans')}</Button></Link>{button}</>}>
      {counts.isPending ? <Skeleton /> : counts.isError ? <ErrorState error={counts.error} onRetry={() => void counts.refetch()} /> : counts.data.items.length === 0 ? (
        <EmptyState title={t('warehousing.count.none')} text={t('warehousing.count.none.text')}>{button}</EmptyState>
      ) : (
        <div className="hk-cards" style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(min(280px, 100%), 1fr))' }}>
          {counts.data.items.map((count) => (
            <section key={count.plan.id} className="hk-panel" style={{ padding: 14, display: 'grid', gap: 8 }}>
              <div className="hk-card-head">
                <span>{count.warehouses.map(referenceText).join(', ')}</span>
                <Link to={documentPath('count_plan', count.plan.id)} className="hk-muted" style={{ fontWeight: 400 }}>{count.plan.number}</Link>
              </div>
              <span className="hk-muted">{formatDate(count.business_date)} · {count.blind ? t('warehousing.count.blind') : t('warehousing.count.open')}</span>
              {count.sheets.map((sheet) => {
                const words = stateLabel(meta, 'document', sheet.state)
                return (
                  <Link key={sheet.id} to={`/count/${sheet.id}`} className="hk-panel hk-count-sheet">
                    <strong>{sheet.number}</strong><StateTag value={sheet.state.toLowerCase()} label={words?.label} color={words?.color} />
                  </Link>
                )
              })}
            </section>
          ))}
        </div>
      )}
      {beginning ? <BeginCount onClose={() => setBeginning(false)} /> : null}
    </Page>
  )
}

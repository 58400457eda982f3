import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { resourcesApi } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, StateTag, formatDate, referenceText } from '@/kit'
import { can, stateLabel, useMeta } from '@/resource/meta'

/** Counts under way: pick a sheet and walk. */
export function CountListPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const sheets = useQuery({
    queryKey: ['list', 'documents', 'count-sheets'],
    queryFn: ({ signal }) => resourcesApi.list('documents', { extra: { type: 'count_sheet' }, filter: [['state', 'in', ['DRAFT', 'SUBMITTED']]], sort: '-business_date', limit: 100 }, signal),
  })
  return (
    <Page title={t('warehousing.count')}
      actions={can(meta, 'count_plan', 'create') ? <Link to="/documents/count_plan/new"><Button type="primary">{t('warehousing.count.plan')}</Button></Link> : undefined}>
      {sheets.isPending ? <Skeleton /> : sheets.isError ? <ErrorState error={sheets.error} onRetry={() => void sheets.refetch()} /> : sheets.data.items.length === 0 ? (
        <EmptyState title={t('warehousing.count.none')} text={t('warehousing.count.none.text')}>
          <Link to="/documents/count_plan"><Button>{t('warehousing.count.plans')}</Button></Link>
        </EmptyState>
      ) : (
        <div className="hk-cards" style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))' }}>
          {sheets.data.items.map((row) => {
            const state = String(row['state'] ?? '')
            const words = stateLabel(meta, 'document', state)
            return (
              <Link key={row.id} to={`/count/${row.id}`} className="hk-panel hk-card" style={{ minHeight: 64 }}>
                <span className="hk-card-head"><span>{referenceText(row['warehouse'])}</span><StateTag value={state.toLowerCase()} label={words?.label} color={words?.color} /></span>
                <span className="hk-muted">{String(row['number'] ?? '')} · {formatDate(row['business_date'])}</span>
              </Link>
            )
          })}
        </div>
      )}
    </Page>
  )
}

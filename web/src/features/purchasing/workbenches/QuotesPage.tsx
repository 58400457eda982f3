import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { resourcesApi } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton } from '@/kit'
import { QuoteMatrix } from '../widgets/QuoteMatrix'

/** Which quotes are best? One request for quotation at a time: lines down, suppliers across. */
export function QuotesPage() {
  const { t } = useTranslation()
  const [params, setParams] = useSearchParams()
  const open = useQuery({
    queryKey: ['rfqs'],
    queryFn: () => resourcesApi.list('documents', { limit: 100, extra: { type: 'rfq' }, sort: '-number', filter: [['state', 'eq', 'APPROVED']] }),
  })
  if (open.isPending) return <Skeleton rows={8} />
  if (open.isError) return <ErrorState error={open.error} onRetry={() => void open.refetch()} />
  const rows = open.data.items
  const chosen = params.get('rfq') ?? rows[0]?.id ?? null
  return (
    <Page title={t('purchasing.quotes')} actions={rows.length > 0 ? (
      <Select style={{ minWidth: 220 }} aria-label={t('purchasing.quotes.choose')} value={chosen} onChange={(value) => setParams({ rfq: value })}
        options={rows.map((row) => ({ value: row.id, label: String(row['number']) }))} />
    ) : undefined}>
      <p className="hk-muted" style={{ margin: 0 }}>{t('purchasing.quotes.text')}</p>
      {chosen ? <QuoteMatrix key={chosen} rfq={chosen} /> : <EmptyState title={t('purchasing.quotes.none')} text={t('purchasing.quotes.none.text')} />}
    </Page>
  )
}

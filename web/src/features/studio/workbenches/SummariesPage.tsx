import { useQuery } from '@tanstack/react-query'
import { PlusOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { summariesApi } from '@/api'
import type { SummaryState } from '@/api/summaries'
import { EmptyState, ErrorState, Page, Skeleton } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { NEW } from '../summary'
import { useCatalogue } from '../useStudio'
import '../studio.css'

const SOON = 3000

/** The summary tables there are, and how far each is. */
export function SummariesPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const navigate = useNavigate()
  const words = useCatalogue()
  const all = useQuery({ queryKey: ['summary-tables'], queryFn: summariesApi.list })
  const states = useQuery({ queryKey: ['summary-states'], queryFn: summariesApi.states, refetchInterval: ({ state }) => (state.data?.some((one) => one.building) ? SOON : false) })
  const fresh = can(meta, 'summary-tables', 'create')
    ? <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => void navigate(`/summary-tables/${NEW}`)}>{t('studio.summary.new')}</Button> : null
  const rows = all.data ?? []
  const source = (name: string) => words.data?.datasets.find((one) => one.name === name)?.label ?? name
  return (
    <Page title={t('studio.summaries')} actions={rows.length > 0 ? fresh : null}>
      {all.isPending ? <Skeleton rows={5} /> : all.isError ? <ErrorState error={all.error} onRetry={() => void all.refetch()} /> : rows.length === 0 ? (
        <EmptyState title={t('studio.summaries.none')} text={t('studio.summaries.none.text')}>{fresh}</EmptyState>
      ) : (
        <ul className="hk-studio-boards">
          {rows.map((one) => (
            <li key={one.id} className="hk-panel">
              <Link to={`/summary-tables/${one.id}`}><strong>{one.name}</strong></Link>
              <span className="hk-faint">{source(one.source)}{one.active ? '' : ` · ${t('studio.print.off')}`}</span>
              {one.active ? <StateTags state={states.data?.find((state) => state.id === one.id)} /> : null}
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}

function StateTags({ state }: { state: SummaryState | undefined }) {
  const { t } = useTranslation()
  if (!state) return null
  return (
    <span>
      {state.live ? <Tag>{t('studio.summary.rows', { count: state.rows })}</Tag> : null}
      {state.guards ? <Tag color="green">{t('studio.summary.guards')}</Tag> : null}
      {state.building ? <Tag color="blue">{t('studio.summary.building')}</Tag> : null}
    </span>
  )
}

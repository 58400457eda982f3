import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { resourcesApi } from '@/api'
import type { RecordRow } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, StateTag } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import '../studio.css'

/** 自动化: what happens by itself. */
export function AutomationsPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const all = useQuery({ queryKey: ['list', 'automations'], queryFn: () => resourcesApi.list('automations', { limit: 200, sort: 'name' }) })
  const fresh = can(meta, 'automations', 'create') ? <Link to="/automations/new"><Button type="primary" icon={<PlusOutlined aria-hidden />}>{t('studio.auto.new')}</Button></Link> : null
  const rows = all.data?.items ?? []
  const runner = (row: RecordRow) => String((row['runner'] as { name?: string } | null)?.name ?? '')
  return (
    <Page title={t('studio.automations')} actions={rows.length > 0 ? fresh : null}>
      {all.isPending ? <Skeleton rows={5} /> : all.isError ? <ErrorState error={all.error} onRetry={() => void all.refetch()} /> : rows.length === 0 ? (
        <EmptyState title={t('studio.auto.none')} text={t('studio.auto.none.text')}>{fresh}</EmptyState>
      ) : (
        <ul className="hk-studio-boards">
          {rows.map((row) => (
            <li key={row.id} className="hk-panel">
              <Link to={`/automations/${row.id}`}><strong>{String(row['name'])}</strong></Link>
              <span className="hk-row"><StateTag value={row['active'] ? 'on' : 'off'} label={row['active'] ? t('studio.auto.active') : t('studio.auto.off')} color={row['active'] ? 'green' : 'grey'} /><span className="hk-faint">{t('studio.auto.runner')}: {runner(row)}</span></span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}

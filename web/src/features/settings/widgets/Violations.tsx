import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { rightsApi } from '@/api'
import { ErrorState, Notice, Skeleton } from '@/kit'
import type { RecordPanelProps } from '@/kit'

/** Below a conflict of duties: who holds both rights now. */
export function Violations({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const found = useQuery({ queryKey: ['violations', record.rev], queryFn: () => rightsApi.violations(), staleTime: 0 })
  if (found.isPending) return <Skeleton rows={2} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const mine = found.data.filter((one) => one.conflict.id === record.id)
  return (
    <section style={{ display: 'grid', gap: 8, marginTop: 16 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('settings.conflicts.holders')}</h2>
      {mine.length === 0 ? <p className="hk-muted" style={{ margin: 0 }}>{t('settings.conflicts.none')}</p> : (
        <ul style={{ margin: 0, paddingLeft: 18 }}>{mine.map((one) => <li key={one.user.id}><Link to={`/records/users/${one.user.id}`}>{one.user.name}</Link></li>)}</ul>
      )}
    </section>
  )
}

/** Above a person's panels: the conflicts their roles put into one hand. */
export function OwnConflicts({ user, rev }: { user: string; rev: unknown }) {
  const { t } = useTranslation()
  const found = useQuery({ queryKey: ['violations', user, rev], queryFn: () => rightsApi.violations(user), staleTime: 0, retry: false })
  if (!found.data || found.data.length === 0) return null
  return <Notice tone="amber" messages={[t('settings.conflicts.own', { names: found.data.map((one) => one.conflict.name).join('、') })]} />
}

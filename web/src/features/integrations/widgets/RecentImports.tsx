import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { importsApi } from '@/api'
import { formatQuantity, formatTime } from '@/kit'

/** The latest imports: one that was left goes on by itself and is found again here. */
export function RecentImports({ kinds }: { kinds: { value: string; label: string }[] }) {
  const { t } = useTranslation()
  const recent = useQuery({ queryKey: ['imports-recent'], queryFn: importsApi.recent, staleTime: 0 })
  if (!recent.data || recent.data.length === 0) return null
  return (
    <section className="hk-panel hk-import">
      <h2>{t('integrations.recent')}</h2>
      <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('integrations.recent')}>
        <table className="hk-plain-table">
          <tbody>
            {recent.data.map((run) => (
              <tr key={run.id}>
                <td><Link to={`/import/${run.id}`}>{run.file_name}</Link></td>
                <td>{kinds.find((kind) => kind.value === run.kind)?.label ?? run.kind}</td>
                <td>{run.state_label}</td>
                <td className="hk-num hk-muted">{t('integrations.progress', { done: formatQuantity(run.rows_done), total: formatQuantity(run.rows_total) })}</td>
                <td className="hk-muted">{formatTime(run.created_at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

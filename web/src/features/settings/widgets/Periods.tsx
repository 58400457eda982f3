import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { systemApi } from '@/api'
import { ErrorState, Skeleton, StateTag, formatTime } from '@/kit'
import { can, useMeta } from '@/resource/meta'

/** The months of a book; closing and reopening happen on the page of the close, for the account set's own book. */
export function Periods({ book }: { book: string }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const seen = can(meta, 'periods', 'view')
  const periods = useQuery({ queryKey: ['periods', book], queryFn: () => systemApi.periods(book), enabled: seen })
  if (!seen) return null
  if (periods.isPending) return <Skeleton rows={3} />
  if (periods.isError) return <ErrorState error={periods.error} onRetry={() => void periods.refetch()} />
  return (
    <section style={{ display: 'grid', gap: 8, marginTop: 8 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('settings.periods')}</h2>
      {periods.data.length === 0 ? <p className="hk-muted" style={{ margin: 0 }}>{t('settings.periods.none')}</p> : (
        <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('settings.periods')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('settings.periods.month')}</th><th>{t('settings.sets.state')}</th><th>{t('settings.periods.closed')}</th><th><span className="hk-sr">{t('settings.periods.close')}</span></th></tr></thead>
            <tbody>
              {periods.data.map(({ month, closed_at, closed_by }) => (
                <tr key={month}>
                  <td>{month.slice(0, 7)}</td>
                  <td><StateTag value={closed_at ? 'posted' : 'draft'} label={closed_at ? t('settings.periods.isClosed') : t('settings.periods.isOpen')} /></td>
                  <td className="hk-muted">{closed_at ? `${closed_by ?? ''} ${formatTime(closed_at)}` : null}</td>
                  <td style={{ textAlign: 'right' }}><Link to={`/finance/close?month=${month.slice(0, 7)}&book=${book}`}>{t('settings.periods.close')}</Link></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

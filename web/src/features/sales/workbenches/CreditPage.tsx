import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { salesApi } from '@/api'
import { EmptyState, ErrorState, Money, Page, Skeleton, formatDate, formatTime, referenceText } from '@/kit'
import { PaperLink } from '../widgets/ReservationRows'

/** Who has how much credit left, what used it, which orders want more, and what somebody let pass. */
export function CreditPage() {
  const { t } = useTranslation()
  const found = useQuery({ queryKey: ['credit'], queryFn: salesApi.credit })
  if (found.isPending) return <Skeleton rows={8} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const { customers, waiting, released } = found.data
  const figures = [
    t('sales.credit.limit'), t('sales.credit.used'), t('sales.credit.left'), t('sales.credit.receivable'), t('sales.credit.shipped'),
    t('sales.credit.orders'), t('sales.credit.advances'),
  ]
  const part = (row: salesApi.CreditRow, name: string) => {
    const one = row.parts.find((known) => known.name === name)
    return one ? <span className={one.counted ? '' : 'hk-muted'}><Money value={one.amount} /></span> : null
  }
  return (
    <Page title={t('sales.credit')}>
      <p className="hk-muted" style={{ margin: 0 }}>{t('sales.credit.text')}</p>
      {customers.length === 0 ? <EmptyState title={t('sales.credit.none')} text={t('sales.credit.none.text')} /> : (
        <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('sales.credit')}>
          <table className="hk-plain-table">
            <thead>
              <tr>
                <th>{t('sales.customer')}</th>
                {figures.map((word) => <th key={word} className="hk-num">{word}</th>)}
                <th className="hk-num">{t('sales.credit.days')}</th>
                <th className="hk-num">{t('sales.credit.overdue')}</th>
              </tr>
            </thead>
            <tbody>
              {customers.map((row) => (
                <tr key={row.partner.id}>
                  <td><Link to={`/records/partners/${row.partner.id}`}>{referenceText(row.partner)}</Link></td>
                  <td className="hk-num">{row.limit === null ? '–' : <Money value={row.limit} />}</td>
                  <td className="hk-num"><Money value={row.used} /></td>
                  <td className="hk-num">{row.available === null ? '–' : <strong className={Number(row.available) > 0 ? '' : 'hk-negative'}><Money value={row.available} /></strong>}</td>
                  {['receivable', 'shipped', 'orders', 'advances'].map((name) => <td key={name} className="hk-num">{part(row, name)}</td>)}
                  <td className="hk-num">{row.days ?? '–'}</td>
                  <td className="hk-num"><span className={row.days !== null && row.overdue_days > row.days ? 'hk-negative' : ''}>{row.overdue_days}</span></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {waiting.length > 0 ? (
        <section className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('sales.credit.waiting')}>
          <h2 className="hk-section" style={{ padding: '10px 14px 0' }}>{t('sales.credit.waiting')}</h2>
          <table className="hk-plain-table">
            <thead><tr><th>{t('sales.order')}</th><th>{t('sales.customer')}</th><th>{t('sales.at')}</th><th className="hk-num">{t('sales.amount')}</th><th className="hk-num">{t('sales.credit.over')}</th></tr></thead>
            <tbody>
              {waiting.map((row) => (
                <tr key={row.document.id}>
                  <td><PaperLink paper={row.document} /></td>
                  <td>{row.partner}</td>
                  <td>{formatDate(row.business_date)}</td>
                  <td className="hk-num"><Money value={row.amount} /></td>
                  <td className="hk-num"><span className="hk-negative"><Money value={row.over} /></span></td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      {released.length > 0 ? (
        <section className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('sales.credit.released')}>
          <h2 className="hk-section" style={{ padding: '10px 14px 0' }}>{t('sales.credit.released')}</h2>
          <table className="hk-plain-table">
            <thead><tr><th>{t('sales.document')}</th><th>{t('sales.customer')}</th><th className="hk-num">{t('sales.amount')}</th><th className="hk-num">{t('sales.credit.exposure')}</th><th className="hk-num">{t('sales.credit.limit')}</th><th>{t('sales.by')}</th><th>{t('sales.at')}</th></tr></thead>
            <tbody>
              {released.map((row) => (
                <tr key={`${row.document.id} ${row.at}`}>
                  <td><PaperLink paper={row.document} /></td>
                  <td>{row.partner}</td>
                  <td className="hk-num"><Money value={row.amount} /></td>
                  <td className="hk-num"><Money value={row.exposure} /></td>
                  <td className="hk-num">{row.limit === null ? '–' : <Money value={row.limit} />}</td>
                  <td>{row.by || '–'}</td>
                  <td>{formatTime(row.at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </Page>
  )
}

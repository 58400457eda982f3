import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { financeApi, resourcesApi, systemApi } from '@/api'
import { Money, isZero, sumDecimals } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { lastDay } from '../closing'

const within = (month: string) => JSON.stringify([['month', 'eq', month]])

/** What the close will lock: how many vouchers, their turnover, stock against ledger; each figure leads to what it is made of. */
export function ClosePreview({ book, month }: { book: string; month: string }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const seen = can(meta, 'vouchers', 'view') && !meta.viewer.masked.includes('cost')
  const last = lastDay(month)
  const range = `from=${month}&to=${last}`
  const vouchers = useQuery({ queryKey: ['list', 'vouchers', 'of', month], queryFn: ({ signal }) => resourcesApi.list('vouchers', { limit: 1, filter: [['month', 'eq', month]] }, signal), enabled: seen })
  const trial = useQuery({ queryKey: ['report', 'trial_balance', month], queryFn: ({ signal }) => systemApi.report('trial_balance', { from: month, to: last }, signal), enabled: seen, retry: false })
  const profit = useQuery({ queryKey: ['report', 'gross_profit', month], queryFn: ({ signal }) => systemApi.report('gross_profit', { from: month, to: last }, signal), enabled: seen, retry: false })
  const tie = useQuery({ queryKey: ['tie-out', book], queryFn: () => financeApi.tieOut(book), enabled: seen, retry: false })
  if (!seen) return null
  const totals = trial.data?.totals ?? {}
  const earned = profit.data?.totals ?? {}
  const difference = tie.data ? sumDecimals(tie.data.map((one) => one.difference)) : null
  return (
    <section className="hk-panel" style={{ padding: 14 }} aria-label={t('finance.close.preview')}>
      <h2 className="hk-section">{t('finance.close.preview')} {month.slice(0, 7)}</h2>
      <dl className="hk-facts">
        <div><dt>{t('finance.close.revenue')}</dt><dd><Link to={`/reports/gross_profit?${range}`}><Money value={earned['revenue']} /></Link></dd></div>
        <div><dt>{t('finance.close.cost')}</dt><dd><Link to={`/reports/gross_profit?${range}`}><Money value={earned['cost']} /></Link></dd></div>
        <div><dt>{t('finance.close.gross')}</dt><dd><strong><Money value={earned['profit']} /></strong></dd></div>
        <div><dt>{t('finance.close.vouchers')}</dt><dd><Link to={`/records/vouchers?filter=${encodeURIComponent(within(month))}`}>{vouchers.data?.count ?? '–'}</Link></dd></div>
        <div><dt>{t('finance.close.turnover')}</dt><dd><Link to={`/reports/trial_balance?${range}`}><Money value={totals['debit']} /> = <Money value={totals['credit']} /></Link></dd></div>
        <div><dt>{t('finance.close.stock')}</dt><dd><Link to="/finance/tie-out" className={difference !== null && !isZero(difference) ? 'hk-negative' : ''}><Money value={difference} /></Link></dd></div>
      </dl>
      <div className="hk-row" style={{ marginTop: 8, columnGap: 20 }}>
        <Link to={`/reports/trial_balance?${range}`}>{t('finance.close.trial')}</Link>
        <Link to={`/reports/profit_statement?month=${month}`}>{t('finance.close.profit')}</Link>
        <Link to={`/reports/balance_sheet?month=${month}`}>{t('finance.close.balance')}</Link>
        <Link to={`/reports/movement_summary?${range}`}>{t('finance.close.movement')}</Link>
        <Link to="/finance/tie-out">{t('finance.close.tie')}</Link>
      </div>
    </section>
  )
}

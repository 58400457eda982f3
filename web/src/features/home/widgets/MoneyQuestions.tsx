import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { systemApi } from '@/api'
import type { MoneyHome } from '@/api/system'
import { Money, isNegative, isZero, toPlot } from '@/kit'
import { Question } from './Question'

type Figure = 'profit' | 'stock'
const AGES = ['not_due', 'd30', 'd90', 'more'] as const

/** For who keeps the books: what was earned, what lies in stock month by month, and who owes whom how long. */
export function MoneyQuestions() {
  const { t } = useTranslation()
  const money = useQuery({ queryKey: ['dashboard', 'money'], queryFn: systemApi.moneyHome, refetchInterval: 300_000, retry: false })
  if (!money.data) return null
  const { months, owed } = money.data
  return (
    <>
      <Question title={t('home.profit')}><Bars months={months} figure="profit" path={(month) => `/reports/gross_profit?from=${month}-01&to=${lastOf(month)}`} /></Question>
      <Question title={t('home.stockByMonth')}><Bars months={months} figure="stock" path={(month) => `/reports/stock_value?as_of=${lastOf(month)}`} /></Question>
      <Question title={t('home.owed')}>{owed.map((one) => <Ages key={one.side} one={one} />)}</Question>
    </>
  )
}

const lastOf = (month: string): string => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)

/** One bar a month on one scale from zero, the figure beside it. */
function Bars({ months, figure, path }: { months: MoneyHome['months']; figure: Figure; path: (month: string) => string }) {
  const most = Math.max(...months.map((one) => Math.abs(toPlot(one[figure]))), 1)
  return (
    <ul className="hk-home-bars hk-home-months">
      {months.map((one) => (
        <li key={one.month}>
          <Link to={path(one.month)} className="hk-num">{one.month}</Link>
          <i style={{ width: `${isZero(one[figure]) ? 0 : Math.max(1, (Math.abs(toPlot(one[figure])) / most) * 100)}%` }} className={isNegative(one[figure]) ? 'hk-home-loss' : ''} aria-hidden />
          <Money value={one[figure]} />
        </li>
      ))}
    </ul>
  )
}

/** What is open on one side: one bar cut into ages, the words and figures below it. */
function Ages({ one }: { one: MoneyHome['owed'][number] }) {
  const { t } = useTranslation()
  const words: Record<(typeof AGES)[number], string> = { not_due: t('home.owed.notDue'), d30: t('home.owed.d30'), d90: t('home.owed.d90'), more: t('home.owed.more') }
  const whole = AGES.reduce((sum, age) => sum + Math.max(toPlot(one[age]), 0), 0)
  return (
    <section className="hk-home-ages">
      <h3><Link to={`/reports/aging?side=${one.side}`}>{one.side === 'AR' ? t('home.owed.ar') : t('home.owed.ap')}</Link> <Money value={one.total} /></h3>
      {whole > 0 ? <div className="hk-home-cut" aria-hidden>{AGES.map((age) => <i key={age} className={`hk-age-${age}`} style={{ width: `${(Math.max(toPlot(one[age]), 0) / whole) * 100}%` }} />)}</div> : null}
      <dl>{AGES.filter((age) => !isZero(one[age])).map((age) => <div key={age}><dt className={`hk-age-${age}`}>{words[age]}</dt><dd><Money value={one[age]} /></dd></div>)}</dl>
    </section>
  )
}

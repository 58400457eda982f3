import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { systemApi } from '@/api'
import { ErrorState, Money, Page, Qty, Skeleton, formatTime } from '@/kit'
import { useMeta } from '@/resource/meta'
import { isFresh, moved, readDashboard, unitText } from '../dashboard'
import { Question } from '../widgets/Question'
import { ValueQuestion } from '../widgets/ValueQuestion'
import '../home.css'

const Trend = lazy(async () => ({ default: (await import('../widgets/Trend')).Trend }))
const FirstSteps = lazy(async () => ({ default: (await import('../widgets/FirstSteps')).FirstSteps }))
const MoneyQuestions = lazy(async () => ({ default: (await import('../widgets/MoneyQuestions')).MoneyQuestions }))
const Movers = lazy(async () => ({ default: (await import('../widgets/Movers')).Movers }))

/** Home is made of questions; each answer leads to the work behind it. */
export function HomePage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const answer = useQuery({ queryKey: ['dashboard'], queryFn: systemApi.dashboard, refetchInterval: 60_000 })
  const queue = useQuery({ queryKey: ['work-queue'], queryFn: systemApi.workQueue, refetchInterval: 60_000 })
  const light = useQuery({ queryKey: ['books', 'light'], queryFn: systemApi.light, refetchInterval: 30_000, retry: false })
  const board = answer.data ? readDashboard(answer.data) : null
  const fresh = board !== null && isFresh(board)
  const todo = (queue.data ?? []).filter((item) => item.count > 0)
  const status = light.data?.status
  const statusText: Record<string, string> = { green: t('home.books.green'), amber: t('home.books.amber'), red: t('home.books.red') }

  return (
    <Page title={t('home.greeting', { name: meta.viewer.name || meta.viewer.username })}>
      <div className="hk-home">
        {fresh ? <Suspense fallback={<Skeleton rows={4} />}><FirstSteps /></Suspense> : null}
        <Question title={t('home.todo')} className="hk-home-todo">
          {queue.isPending ? <Skeleton rows={3} /> : todo.length === 0 ? <p className="hk-muted">{t('home.todo.none')}</p> : (
            <ul className="hk-home-list">
              {todo.map((item) => (
                <li key={item.key}>
                  <Link to={item.path}>{item.label}</Link>
                  <strong className={item.tone === 'red' ? 'hk-num hk-negative' : item.tone === 'amber' ? 'hk-num hk-amber' : 'hk-num'}>{item.count}</strong>
                </li>
              ))}
            </ul>
          )}
        </Question>
        <Question title={t('home.books')} className="hk-home-books">
          <Link to="/settings/books" className={`hk-home-light hk-state-${status ?? 'grey'}`}>
            <i aria-hidden />
            <span>{status ? statusText[status] : t('home.books.unknown')}</span>
          </Link>
          <p className="hk-faint">{light.data?.checked_at ? t('home.books.checked', { at: formatTime(light.data.checked_at) }) : ''}</p>
        </Question>
        {answer.isPending ? <Skeleton rows={8} /> : null}
        {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
        {board?.value && !fresh ? <ValueQuestion value={board.value} currency={meta.book.currency} /> : null}
        {board && !fresh && board.trend.length > 0 ? (
          <Question title={t('home.trend')} className="hk-home-wide">
            {moved(board.trend) ? <Suspense fallback={<Skeleton rows={5} />}><Trend points={board.trend} currency={meta.book.currency} /></Suspense> : <p className="hk-muted">{t('home.trend.none')}</p>}
          </Question>
        ) : null}
        {board && !fresh && meta.viewer.can['vouchers:view'] !== false ? <Suspense fallback={null}><MoneyQuestions /></Suspense> : null}
        {board && !fresh && board.open.length > 0 ? (
          <Question title={t('home.open')}>
            <ul className="hk-home-list">
              {board.open.map((entry) => (
                <li key={entry.type}>
                  <Link to={entry.path}>{entry.label}</Link>
                  <span className="hk-row" style={{ gap: 12 }}>
                    {entry.late ? <span className="hk-amber">{t('home.open.late', { count: entry.late })}</span> : null}
                    {entry.amount !== null && entry.amount !== undefined ? <Money value={entry.amount} /> : null}
                    <strong className="hk-num" style={{ minWidth: 32 }}>{entry.count}</strong>
                  </span>
                </li>
              ))}
            </ul>
          </Question>
        ) : null}
        {board && !fresh ? (
          <Question title={t('home.low')}>
            {board.low.length === 0 ? <p className="hk-muted">{t('home.low.none')}</p> : (
              <ul className="hk-home-list">
                {board.low.slice(0, 8).map((row) => (
                  <li key={row.item.id}>
                    <Link to={`/stock?item=${row.item.id}`} className="hk-ellipsis">{row.item.name ?? row.item.code}</Link>
                    <span><Qty value={row.available} unit={unitText(row.unit)} />{row.minimum !== null && row.minimum !== undefined ? <span className="hk-faint"> / <Qty value={row.minimum} /></span> : null}</span>
                  </li>
                ))}
              </ul>
            )}
          </Question>
        ) : null}
        {board && board.movers.length > 0 ? (
          <Question title={t('home.movers')}>
            <Suspense fallback={<Skeleton rows={5} />}><Movers rows={board.movers} /></Suspense>
          </Question>
        ) : null}
        {board && board.slow.length > 0 ? (
          <Question title={t('home.slow')}>
            <ul className="hk-home-list">
              {board.slow.slice(0, 8).map((row) => (
                <li key={row.item.id}>
                  <Link to={`/stock?item=${row.item.id}`} className="hk-ellipsis">{row.item.name ?? row.item.code}</Link>
                  <span><Qty value={row.quantity} unit={unitText(row.unit)} />{row.days !== null && row.days !== undefined ? <span className="hk-faint"> {t('home.days', { count: row.days })}</span> : null}</span>
                </li>
              ))}
            </ul>
          </Question>
        ) : null}
      </div>
    </Page>
  )
}

import { useInfiniteQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { automationsApi } from '@/api'
import type { AutomationRun } from '@/api/automations'
import { ErrorState, Skeleton, StateTag, formatTime, useErrorText } from '@/kit'
import { useAutomationWords } from '../useAutomationWords'

const PAGE = 30
const COLORS: Record<string, string> = { PENDING: 'amber', DONE: 'green', SKIPPED: 'grey', FAILED: 'red', STOPPED: 'red' }
const AGAIN = new Set(['FAILED', 'STOPPED', 'SKIPPED'])

/** Every run, the newest first: what set it off, what each step did, why it could not. */
export function AutomationLog({ id, may }: { id: string; may: boolean }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const words = useAutomationWords()
  const { message } = App.useApp()
  const log = useInfiniteQuery({
    queryKey: ['automation-runs', id],
    queryFn: ({ pageParam }) => automationsApi.runs(id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page[PAGE - 1]?.id : undefined),
    refetchInterval: 5_000,
  })
  if (log.isPending) return <Skeleton rows={3} />
  if (log.isError) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />
  const runs = log.data.pages.flat()
  const again = async (run: AutomationRun) => {
    try {
      await automationsApi.retry(id, run.id)
      await log.refetch()
    } catch (error) {
      void message.error(say(error))
    }
  }
  return (
    <section className="hk-panel hk-auto-part" aria-label={t('studio.auto.log')}>
      <h2>{t('studio.auto.log')}</h2>
      {runs.length === 0 ? <p className="hk-muted">{t('studio.auto.log.none')}</p> : (
        <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('studio.auto.log')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('studio.auto.log.at')}</th><th>{t('studio.auto.trigger')}</th><th>{t('studio.auto.log.state')}</th><th>{t('studio.auto.log.did')}</th><th /></tr></thead>
            <tbody>
              {runs.map((run) => (
                <tr key={run.id} data-run={run.state}>
                  <td style={{ whiteSpace: 'nowrap' }}>{formatTime(run.created_at)}</td>
                  <td>{run.subject ? <Link to={run.subject.path}>{run.subject.label} {run.subject.number}</Link> : null} {words.verbs[run.event] ?? run.event}</td>
                  <td><StateTag value={run.state.toLowerCase()} label={run.state_label} color={COLORS[run.state]} /></td>
                  <td><Results results={run.results} />{run.error ? <div className="hk-negative hk-auto-said">{run.error}</div> : null}</td>
                  <td>{may && AGAIN.has(run.state) ? <Button size="small" onClick={() => void again(run)}>{t('studio.auto.again')}</Button> : null}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {log.hasNextPage ? <Button onClick={() => void log.fetchNextPage()}>{t('resource.more')}</Button> : null}
    </section>
  )
}

interface Told { label: string; number: string; path: string }

/** What steps did; what was taken back is struck through. linked: the things are there to be opened. */
export function Results({ results, linked = true }: { results: Record<string, unknown>[]; linked?: boolean }) {
  const words = useAutomationWords()
  return (
    <ol className="hk-auto-results">
      {results.map((one, index) => {
        const made = (one['document'] ?? one['record']) as Told | undefined
        const undone = Boolean(one['undone']) || one['ok'] === false
        const name = made ? `${made.label} ${made.number}` : ''
        return (
          <li key={index} className={undone ? 'hk-faint hk-auto-undone' : ''}>
            {words.actions[String(one['kind'])]} {made && linked && !undone ? <Link to={made.path}>{name}</Link> : name}
            {one['title'] ? ` “${String(one['title'])}”` : ''}
          </li>
        )
      })}
    </ol>
  )
}

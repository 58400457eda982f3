import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { systemApi } from '@/api'
import type { JobRow } from '@/api/system'
import { ErrorState, Page, Skeleton, StateTag, formatTime, referenceText, useErrorText } from '@/kit'

const TONES: Record<string, string> = { ok: 'green', green: 'green', pass: 'green', warn: 'amber', warning: 'amber', amber: 'amber', degraded: 'amber' }

/** Is the house well? Its parts, and the jobs that failed with a way to run them again. */
export function HealthPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const health = useQuery({ queryKey: ['health'], queryFn: systemApi.health, refetchInterval: 15_000 })
  const jobs = useQuery({ queryKey: ['jobs', 'failed'], queryFn: () => systemApi.jobs('failed'), refetchInterval: 15_000 })

  const retry = async (job: JobRow) => {
    try {
      await systemApi.retryJob(job.id)
      void message.success(t('settings.jobs.retried'))
      await jobs.refetch()
    } catch (error) {
      void message.error(say(error))
    }
  }

  const facts = Object.entries(health.data ?? {}).filter(([name, value]) => name !== 'checks' && (typeof value === 'string' || typeof value === 'number'))
  return (
    <Page title={t('settings.health')}>
      {health.isPending ? <Skeleton /> : health.isError ? <ErrorState error={health.error} onRetry={() => void health.refetch()} /> : (
        <div className="hk-panel" style={{ padding: 16 }}>
          {facts.length > 0 ? <dl className="hk-facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{String(value)}</dd></div>)}</dl> : null}
          <table className="hk-plain-table">
            <tbody>
              {(health.data.checks ?? []).map((check) => (
                <tr key={check.key}>
                  <td style={{ width: 160 }}>{check.label ?? check.key}</td>
                  <td style={{ width: 120 }}><StateTag value={check.status} color={TONES[check.status.toLowerCase()] ?? 'red'} /></td>
                  <td className="hk-muted">{check.detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h2 style={{ fontSize: 14, margin: '4px 0 0' }}>{t('settings.jobs')}</h2>
      {jobs.isPending ? <Skeleton rows={3} /> : jobs.isError ? <ErrorState error={jobs.error} onRetry={() => void jobs.refetch()} /> : jobs.data.length === 0 ? (
        <p className="hk-muted" style={{ margin: 0 }}>{t('settings.jobs.none')}</p>
      ) : (
        <div className="hk-panel hk-scroll-x">
          <table className="hk-plain-table">
            <thead><tr><th>{t('settings.jobs.name')}</th><th>{t('settings.jobs.at')}</th><th className="hk-num">{t('settings.jobs.attempts')}</th><th>{t('settings.jobs.error')}</th><th /></tr></thead>
            <tbody>
              {jobs.data.map((job) => (
                <tr key={job.id}>
                  <td>{referenceText(job.name ?? job.task_name)}</td>
                  <td>{formatTime(job.at)}</td>
                  <td className="hk-num">{job.attempts ?? ''}</td>
                  <td className="hk-muted">{job.error}</td>
                  <td><Button size="small" onClick={() => void retry(job)}>{t('settings.jobs.retry')}</Button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  )
}

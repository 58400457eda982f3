import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { systemApi } from '@/api'
import type { Backup, Backups } from '@/api/system'
import { EmptyState, ErrorState, Page, Skeleton, formatSize, formatTime, useErrorText } from '@/kit'
import { useMeta } from '@/resource/meta'
import { KeepBackups } from '../widgets/KeepBackups'

const KEY = ['backups']
const WATCH_MS = 2_000
const REST_MS = 60_000
/** All account sets are in one file: only owners of the first may carry it away. */
const FIRST = 'main'

/** Backups of the whole installation: one more now, how many to keep, and how to come back. */
export function BackupsPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const queries = useQueryClient()
  const { message } = App.useApp()
  /** The newest file when one more was asked for; a newer one ends the waiting. */
  const [asked, setAsked] = useState<{ after: string | undefined } | null>(null)
  const told = useQuery({
    queryKey: KEY, queryFn: systemApi.backups, retry: false,
    refetchInterval: ({ state }) => (asked !== null && state.data?.items[0]?.name === asked.after ? WATCH_MS : REST_MS),
  })
  const running = asked !== null && told.data?.items[0]?.name === asked.after

  const backUp = async () => {
    try {
      const before = told.data?.items[0]?.name
      queries.setQueryData<Backups>(KEY, await systemApi.backUpNow())
      setAsked({ after: before })
      void message.info(t('settings.backups.queued'))
    } catch (error) {
      void message.error(say(error))
    }
  }
  const kinds: Record<string, string> = {
    daily: t('settings.backups.daily'), manual: t('settings.backups.manual'), 'before-upgrade': t('settings.backups.beforeUpgrade'), 'before-restore': t('settings.backups.beforeRestore'),
  }
  if (told.isPending) return <Page title={t('settings.backups')}><Skeleton rows={4} /></Page>
  if (told.isError) return <Page title={t('settings.backups')}><ErrorState error={told.error} onRetry={() => void told.refetch()} /></Page>
  return (
    <Page title={t('settings.backups')} actions={<Button type="primary" loading={running} onClick={() => void backUp()}>{running ? t('settings.backups.running') : t('settings.backups.now')}</Button>}>
      {told.data.items.length === 0 ? <EmptyState title={t('settings.backups.none')} text={t('settings.backups.none.text')} /> : (
        <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('settings.backups')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('settings.backups.at')}</th><th>{t('settings.backups.kind')}</th><th className="hk-num">{t('settings.backups.size')}</th><th>{t('settings.backups.file')}</th></tr></thead>
            <tbody>
              {told.data.items.map((one: Backup) => (
                <tr key={one.name}>
                  <td style={{ whiteSpace: 'nowrap' }}>{formatTime(one.made_at)}</td>
                  <td style={{ whiteSpace: 'nowrap' }}>{kinds[one.kind] ?? one.kind}</td>
                  <td className="hk-num">{formatSize(one.size)}</td>
                  <td>{meta.account_set.name === FIRST ? <a href={systemApi.backupAddress(one.name)} download={one.name}>{one.name}</a> : one.name}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <KeepBackups retention={told.data.retention} onSaved={(saved) => queries.setQueryData<Backups>(KEY, saved)} />
      <section className="hk-panel" style={{ padding: 16, maxWidth: 760 }}>
        <h2 className="hk-section">{t('settings.backups.restore')}</h2>
        <p>{t('settings.backups.restore.text')}</p>
        <pre className="hk-command">hengku restore --force {told.data.folder}/{told.data.items[0]?.name ?? 'hengku-daily-….zip'}</pre>
        <p className="hk-muted" style={{ margin: 0 }}>{t('settings.backups.restore.proof')}</p>
      </section>
    </Page>
  )
}

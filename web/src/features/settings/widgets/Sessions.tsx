import { useQuery } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { peopleApi } from '@/api'
import { ErrorState, Skeleton, StateTag, formatTime, useErrorText } from '@/kit'

/** The browser and system of a user agent in a few words. */
export function deviceOf(agent: string): string {
  const find = (known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(agent))?.[1]
  const browser = find([[/MicroMessenger/, 'WeChat'], [/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']])
  const system = find([[/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']])
  return [browser, system].filter(Boolean).join(' · ') || agent || '–'
}

/** Where one (or another person) is signed in, with a way to end it. */
export function Sessions({ user }: { user?: string }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const sessions = useQuery({ queryKey: ['sessions', user ?? 'me'], queryFn: () => peopleApi.sessions(user) })
  if (sessions.isPending) return <Skeleton rows={2} />
  if (sessions.isError) return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
  const run = async (work: Promise<void>) => {
    try {
      await work
      void message.success(t('settings.sessions.ended'))
      await sessions.refetch()
    } catch (error) {
      void message.error(say(error))
    }
  }
  const others = sessions.data.filter((one) => !one.current)
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {sessions.data.length === 0 ? <p className="hk-muted" style={{ margin: 0 }}>{t('settings.sessions.none')}</p> : (
        <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('settings.sessions')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('settings.sessions.device')}</th><th>{t('settings.sessions.address')}</th><th>{t('settings.sessions.since')}</th><th>{t('settings.sessions.seen')}</th><th /></tr></thead>
            <tbody>
              {sessions.data.map((one) => (
                <tr key={one.id}>
                  <td title={one.agent}>{deviceOf(one.agent)}</td>
                  <td>{one.address}</td>
                  <td style={{ whiteSpace: 'nowrap' }}>{formatTime(one.created_at)}</td>
                  <td style={{ whiteSpace: 'nowrap' }}>{formatTime(one.last_seen_at)}</td>
                  <td style={{ textAlign: 'right' }}>
                    {one.current ? <StateTag value="posted" label={t('settings.sessions.current')} /> : <Button size="small" type="text" danger onClick={() => void run(peopleApi.endSession(one.id, user))}>{t('settings.sessions.end')}</Button>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {others.length > 0 ? (
        <Popconfirm title={t('settings.sessions.ask', { count: others.length })} okText={t('settings.sessions.end')} cancelText={t('resource.cancel')} onConfirm={() => run(peopleApi.endOtherSessions(user))}>
          <Button danger style={{ justifySelf: 'start' }}>{user ? t('settings.sessions.endAll') : t('settings.sessions.endOthers')}</Button>
        </Popconfirm>
      ) : null}
    </div>
  )
}

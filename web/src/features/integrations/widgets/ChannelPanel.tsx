import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { noticesApi } from '@/api'
import { StateTag, formatTime, useErrorText } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { can, useMeta } from '@/resource/meta'

/** Does the robot answer? And what it was given to say. */
export function ChannelPanel({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const sent = useQuery({ queryKey: ['channel-sent', record.id], queryFn: () => noticesApi.sent(record.id), refetchInterval: 10_000 })
  const words: Record<string, [string, string]> = { PENDING: [t('integrations.delivery.pending'), 'amber'], DELIVERED: [t('integrations.delivery.delivered'), 'green'], FAILED: [t('integrations.delivery.failed'), 'red'] }
  const tryIt = async () => {
    setBusy(true)
    try {
      await noticesApi.tryChannel(record.id)
      void message.success(t('integrations.channel.tested'))
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section style={{ display: 'grid', gap: 8, marginTop: 16 }}>
      {can(meta, 'notice-channels', 'update') ? <div><Button loading={busy} onClick={() => void tryIt()}>{t('integrations.channel.test')}</Button></div> : null}
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('integrations.channel.sent')}</h2>
      {sent.data?.length === 0 ? <p className="hk-muted" style={{ margin: 0 }}>{t('integrations.channel.none')}</p> : null}
      {sent.data && sent.data.length > 0 ? (
        <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('integrations.channel.sent')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('integrations.delivery.at')}</th><th>{t('integrations.channel.title')}</th><th>{t('integrations.delivery.state')}</th><th>{t('integrations.delivery.answer')}</th></tr></thead>
            <tbody>
              {sent.data.map((one) => (
                <tr key={one.id}>
                  <td style={{ whiteSpace: 'nowrap' }}>{formatTime(one.delivered_at ?? one.created_at)}</td>
                  <td>{one.title}</td>
                  <td><StateTag value={one.state.toLowerCase()} label={words[one.state]?.[0]} color={words[one.state]?.[1]} /></td>
                  <td className="hk-muted" style={{ overflowWrap: 'anywhere' }}>{[one.attempts > 1 ? t('integrations.delivery.attempts', { count: one.attempts }) : '', one.error].filter(Boolean).join(' · ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  )
}

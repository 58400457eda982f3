import { useInfiniteQuery } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { webhooksApi } from '@/api'
import { ErrorState, Skeleton, StateTag, formatTime, useErrorText } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { can, useMeta } from '@/resource/meta'

const PAGE = 50

/** What was sent to this webhook, newest first, and the way to send it again. */
export function DeliveriesPanel({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const { message } = App.useApp()
  const [after, setAfter] = useState('')
  const log = useInfiniteQuery({
    queryKey: ['deliveries', record.id],
    queryFn: ({ pageParam }) => webhooksApi.deliveries(record.id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page[page.length - 1]?.id : undefined),
    refetchInterval: 10_000,
  })
  if (log.isPending) return <Skeleton rows={3} />
  if (log.isError) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />
  const rows = log.data.pages.flat()
  const may = can(meta, 'webhooks', 'update')
  const words: Record<string, [string, string]> = { PENDING: [t('integrations.delivery.pending'), 'amber'], DELIVERED: [t('integrations.delivery.delivered'), 'green'], FAILED: [t('integrations.delivery.failed'), 'red'] }

  const again = async (what: { delivery: string } | { after: string }) => {
    try {
      const { count } = await webhooksApi.replay(record.id, what)
      void message.success(t('integrations.delivery.queued', { count }))
      await log.refetch()
    } catch (error) {
      void message.error(say(error))
    }
  }

  return (
    <section style={{ display: 'grid', gap: 8, marginTop: 16 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('integrations.deliveries')}</h2>
      {rows.length === 0 ? <p className="hk-muted" style={{ margin: 0 }}>{t('integrations.deliveries.none')}</p> : (
        <>
          {may ? (
            <div className="hk-row">
              <Input value={after} inputMode="numeric" aria-label={t('integrations.delivery.after')} placeholder={t('integrations.delivery.after')} style={{ maxWidth: 180 }} onChange={(event) => setAfter(event.target.value.replace(/\D/g, ''))} />
              <Button disabled={after === ''} onClick={() => void again({ after })}>{t('integrations.delivery.replayAfter')}</Button>
            </div>
          ) : null}
          <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('integrations.deliveries')}>
            <table className="hk-plain-table">
              <thead><tr><th className="hk-num">{t('integrations.delivery.position')}</th><th>{t('integrations.delivery.kind')}</th><th>{t('integrations.delivery.state')}</th><th>{t('integrations.delivery.at')}</th><th>{t('integrations.delivery.answer')}</th><th /></tr></thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    <td className="hk-num">{row.position}</td>
                    <td>{row.kind}</td>
                    <td><StateTag value={row.state.toLowerCase()} label={words[row.state]?.[0]} color={words[row.state]?.[1]} /></td>
                    <td style={{ whiteSpace: 'nowrap' }}>{formatTime(row.delivered_at ?? row.created_at)}</td>
                    <td className="hk-muted" style={{ overflowWrap: 'anywhere' }}>{[row.response_status, row.attempts > 1 ? t('integrations.delivery.attempts', { count: row.attempts }) : '', row.error].filter(Boolean).join(' · ')}</td>
                    <td>{may ? <Button size="small" onClick={() => void again({ delivery: row.id })}>{t('integrations.delivery.replay')}</Button> : null}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {log.hasNextPage ? <Button onClick={() => void log.fetchNextPage()}>{t('resource.more')}</Button> : null}
        </>
      )}
    </section>
  )
}

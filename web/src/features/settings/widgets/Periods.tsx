import { useQuery } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { systemApi } from '@/api'
import { ErrorState, Notice, Skeleton, StateTag, formatTime, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { ReopenPeriod } from './ReopenPeriod'

/** The months of a book: the oldest open one can be closed, the newest closed one reopened by two people. */
export function Periods({ book }: { book: string }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const { message } = App.useApp()
  const [reopening, setReopening] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const periods = useQuery({ queryKey: ['periods', book], queryFn: () => systemApi.periods(book) })
  if (!can(meta, 'periods', 'view')) return null
  if (periods.isPending) return <Skeleton rows={3} />
  if (periods.isError) return <ErrorState error={periods.error} onRetry={() => void periods.refetch()} />
  const open = periods.data.filter((one) => one.closed_at === null)
  const closable = open[open.length - 1]?.month
  const reopenable = periods.data.find((one) => one.closed_at !== null)?.month

  const close = async (month: string) => {
    setError(null)
    try {
      await systemApi.closePeriod(book, month)
      void message.success(t('settings.periods.done', { month: month.slice(0, 7) }))
      await periods.refetch()
    } catch (failure) {
      setError(failure)
    }
  }

  return (
    <section style={{ display: 'grid', gap: 8, marginTop: 8 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('settings.periods')}</h2>
      {error ? <Notice messages={[say(error)]} /> : null}
      {periods.data.length === 0 ? <p className="hk-muted" style={{ margin: 0 }}>{t('settings.periods.none')}</p> : (
        <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('settings.periods')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('settings.periods.month')}</th><th>{t('settings.sets.state')}</th><th>{t('settings.periods.closed')}</th><th /></tr></thead>
            <tbody>
              {periods.data.map(({ month, closed_at, closed_by }) => (
                <tr key={month}>
                  <td>{month.slice(0, 7)}</td>
                  <td><StateTag value={closed_at ? 'posted' : 'draft'} label={closed_at ? t('settings.periods.isClosed') : t('settings.periods.isOpen')} /></td>
                  <td className="hk-muted">{closed_at ? `${closed_by ?? ''} ${formatTime(closed_at)}` : null}</td>
                  <td style={{ textAlign: 'right' }}>
                    {month === closable && can(meta, 'periods', 'close') ? (
                      <Popconfirm title={t('settings.periods.close.ask', { month: month.slice(0, 7) })} okText={t('settings.periods.close')} cancelText={t('resource.cancel')} onConfirm={() => close(month)}>
                        <Button size="small">{t('settings.periods.close')}</Button>
                      </Popconfirm>
                    ) : null}
                    {month === reopenable && can(meta, 'periods', 'reopen') ? <Button size="small" type="text" danger onClick={() => setReopening(month)}>{t('settings.periods.reopen')}</Button> : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {reopening ? <ReopenPeriod book={book} month={reopening} onClose={() => { setReopening(null); void periods.refetch() }} /> : null}
    </section>
  )
}

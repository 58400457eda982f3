import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { financeApi } from '@/api'
import { EmptyState, ErrorState, Notice, Page, Skeleton, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'

const TONES: Record<string, string> = { ok: 'green', warn: 'amber', block: 'red' }

/** The period cockpit: everything that is looked at before a month closes, in order, and the close itself. */
export function ClosePage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [confirmed, setConfirmed] = useState<string[]>([])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const book = meta.book.id ?? ''
  const months = useQuery({ queryKey: ['periods', book], queryFn: () => financeApi.months(book), enabled: book !== '' })
  const month = months.data?.find((one) => one.can_close)?.month
  const checks = useQuery({ queryKey: ['close', book, month], queryFn: () => financeApi.checks(book, month ?? ''), enabled: month !== undefined })
  const words: Record<string, string> = { ok: t('finance.close.ok'), warn: t('finance.close.warn'), block: t('finance.close.block') }
  const label = month?.slice(0, 7) ?? ''
  const open = checks.data?.filter((one) => one.status !== 'ok') ?? []
  const ready = checks.data !== undefined && open.every((one) => !one.blocks && confirmed.includes(one.id))

  const close = async () => {
    if (month === undefined) return
    setBusy(true)
    setError(null)
    try {
      await financeApi.close(book, month, confirmed)
      void message.success(t('finance.close.done', { month: label }))
      setConfirmed([])
      await queries.invalidateQueries()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  const actions = (
    <>
      <Button onClick={() => void checks.refetch()} loading={checks.isFetching}>{t('finance.close.check')}</Button>
      {can(meta, 'periods', 'close') ? <Button type="primary" disabled={!ready} loading={busy} onClick={() => void close()}>{t('finance.close.do', { month: label })}</Button> : null}
    </>
  )
  return (
    <Page title={`${t('finance.close')} ${label}`} actions={month ? actions : null}>
      {error ? <Notice messages={[say(error)]} /> : null}
      {months.isPending || (month !== undefined && checks.isPending) ? <Skeleton rows={8} /> : months.isError ? (
        <ErrorState error={months.error} onRetry={() => void months.refetch()} />
      ) : month === undefined ? (
        <EmptyState title={t('finance.close.nothing')} text={t('finance.close.nothing.text')} />
      ) : checks.isError ? <ErrorState error={checks.error} onRetry={() => void checks.refetch()} /> : checks.data?.map((one) => (
        <section key={one.id} className="hk-panel" style={{ padding: 14 }} aria-label={one.title}>
          <div style={{ display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' }}>
            <span className={`hk-state hk-state-${TONES[one.status] ?? 'amber'}`}><span>{words[one.status]}</span></span>
            <strong style={{ flex: 1 }}>{one.title}</strong>
            {one.status === 'warn' ? (
              <Checkbox checked={confirmed.includes(one.id)} onChange={(event) => setConfirmed((before) => event.target.checked ? [...before, one.id] : before.filter((id) => id !== one.id))}>
                {t('finance.close.confirm')}
              </Checkbox>
            ) : null}
          </div>
          {one.rows.length > 0 ? <ul style={{ margin: '8px 0 0', paddingLeft: 20 }}>{one.rows.map((row, index) => <li key={index}>{String(row['message'] ?? '')}</li>)}</ul> : null}
        </section>
      ))}
    </Page>
  )
}

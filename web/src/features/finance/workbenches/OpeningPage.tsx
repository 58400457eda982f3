import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { financeApi } from '@/api'
import { ErrorState, Notice, Page, Skeleton, StateTag, formatDate, formatTime, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { Checklist } from '../widgets/Checklist'
import { OpeningSides } from '../widgets/OpeningSides'
import { OpeningSteps } from '../widgets/OpeningSteps'
import { ReopenOpening } from '../widgets/ReopenOpening'

/** What the firm brings with it on its first day: enter it, see that it agrees, lock it. */
export function OpeningPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [reopening, setReopening] = useState(false)
  const book = meta.book.id
  const told = useQuery({ queryKey: ['opening', book], queryFn: () => financeApi.opening(book), enabled: book !== '' })
  const title = t('finance.opening')
  if (told.isError) return <Page title={title}><ErrorState error={told.error} onRetry={() => void told.refetch()} /></Page>
  if (told.isPending) return <Page title={title}><Skeleton rows={8} /></Page>
  const { start, opened_at: openedAt, opened_by: openedBy, checks, reasons } = told.data
  const red = checks.filter((one) => one.status !== 'ok').length

  const act = async (work: () => Promise<unknown>, done: string) => {
    setBusy(true)
    setError(null)
    try {
      await work()
      void message.success(done)
      await queries.invalidateQueries()
    } catch (failure) {
      setError(failure)
      void told.refetch()
    } finally {
      setBusy(false)
    }
  }
  const actions = openedAt ? (
    can(meta, 'opening', 'reopen') ? <Button danger onClick={() => setReopening(true)}>{t('finance.opening.reopen')}</Button> : null
  ) : (
    <>
      <Button onClick={() => void told.refetch()} loading={told.isFetching}>{t('finance.close.check')}</Button>
      {can(meta, 'opening', 'open') ? (
        <Popconfirm title={t('finance.opening.ask')} okText={t('finance.opening.do')} cancelText={t('resource.cancel')} disabled={red > 0}
          onConfirm={() => act(() => financeApi.openBooks(book), t('finance.opening.done'))}>
          <Button type="primary" disabled={red > 0} loading={busy}>{t('finance.opening.do')}</Button>
        </Popconfirm>
      ) : null}
    </>
  )
  const state = openedAt
    ? t('finance.opening.by', { name: openedBy, at: formatTime(openedAt) })
    : red > 0 ? t('finance.opening.red', { count: red }) : t('finance.opening.ready')
  return (
    <Page title={title} actions={actions} mark={<StateTag value={openedAt ? 'posted' : 'draft'} label={openedAt ? t('finance.opening.opened') : t('finance.opening.not')} />}>
      {error ? <Notice messages={[say(error)]} /> : <Notice tone={!openedAt && red > 0 ? 'amber' : 'plain'} messages={[`${t('finance.opening.start', { day: formatDate(start) })} ${state}`]} />}
      {openedAt ? null : <OpeningSteps />}
      <OpeningSides opening={told.data} onCarry={!openedAt && can(meta, 'opening-balances', 'create') ? () => void act(() => financeApi.carryOpening(book), t('finance.opening.carried')) : undefined} busy={busy} />
      <Checklist checks={checks} confirmed={[]} />
      {reopening ? (
        <ReopenOpening book={book} reasons={reasons} onClose={() => setReopening(false)}
          onDone={() => { setReopening(false); void message.success(t('finance.opening.reopened')); void queries.invalidateQueries() }} />
      ) : null}
    </Page>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { financeApi } from '@/api'
import type { Month } from '@/api/finance'
import { EmptyState, ErrorState, Notice, Page, Skeleton, StateTag, formatTime, todayIn, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { chosenMonth, dayAfter, standingOf } from '../closing'
import type { Standing } from '../closing'
import { Checklist } from '../widgets/Checklist'
import { ClosePreview } from '../widgets/ClosePreview'
import { ReopenPeriod } from '../widgets/ReopenPeriod'
import { Revaluation } from '../widgets/Revaluation'

const short = (month: string): string => month.slice(0, 7)

/** The period cockpit: which months are closed, and what stands before the close of the one whose turn it is. */
export function ClosePage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const [params, setParams] = useSearchParams()
  const book = params.get('book') ?? meta.book.id
  const months = useQuery({ queryKey: ['periods', book], queryFn: () => financeApi.months(book), enabled: book !== '' })
  const month = chosenMonth(months.data ?? [], params.get('month'))
  if (months.isError) return <Page title={t('finance.close')}><ErrorState error={months.error} onRetry={() => void months.refetch()} /></Page>
  if (months.isPending) return <Page title={t('finance.close')}><Skeleton rows={8} /></Page>
  if (!month) return <Page title={t('finance.close')}><EmptyState title={t('finance.close.none')} text={t('finance.close.none.text')} /></Page>
  const picker = (
    <Select value={month.month} aria-label={t('finance.close.month')} style={{ minWidth: 170 }} onChange={(next: string) => setParams((known) => { const named = new URLSearchParams(known); named.set('month', short(next)); return named }, { replace: true })}
      options={months.data.map((one) => ({ value: one.month, label: `${short(one.month)} ${one.closed_at ? t('finance.close.closed') : t('finance.close.open')}` }))} />
  )
  const turn = months.data.find((one) => one.can_close)
  return <Cockpit key={month.month} book={book} month={month} turn={turn?.month} picker={picker} />
}

function Cockpit({ book, month, turn, picker }: { book: string; month: Month; turn: string | undefined; picker: React.ReactNode }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [confirmed, setConfirmed] = useState<string[]>([])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [reopening, setReopening] = useState(false)
  const closed = month.closed_at !== null
  const checks = useQuery({ queryKey: ['close', book, month.month], queryFn: () => financeApi.checks(book, month.month), enabled: !closed, refetchInterval: 30_000 })
  const label = short(month.month)
  const standing = standingOf(month, checks.data ?? [], confirmed, todayIn(meta.book.timezone, new Date()))
  const mayClose = can(meta, 'periods', 'close')
  const count = (status: string) => (checks.data ?? []).filter((one) => one.status === status && !confirmed.includes(one.id)).length
  const words: Record<Standing, string> = {
    closed: '', running: t('finance.close.running', { month: label, day: dayAfter(month.month) }), earlier: t('finance.close.earlier', { month: short(turn ?? '') }),
    blocked: t('finance.close.blocked', { count: count('block') }), unconfirmed: t('finance.close.confirmFirst', { count: count('warn') }), ready: t('finance.close.ready'),
  }

  const close = async () => {
    setBusy(true)
    setError(null)
    try {
      await financeApi.close(book, month.month, confirmed)
      void message.success(t('finance.close.done', { month: label }))
      await queries.invalidateQueries()
    } catch (failure) {
      setError(failure)
      void checks.refetch()
    } finally {
      setBusy(false)
    }
  }

  const actions = closed ? (
    <>
      {picker}
      {month.can_reopen && can(meta, 'periods', 'reopen') ? <Button danger onClick={() => setReopening(true)}>{t('finance.close.reopen')}</Button> : null}
    </>
  ) : (
    <>
      {picker}
      <Button onClick={() => void checks.refetch()} loading={checks.isFetching}>{t('finance.close.check')}</Button>
      {mayClose ? (
        <Popconfirm title={t('finance.close.ask', { month: label })} okText={t('finance.close.do', { month: label })} cancelText={t('resource.cancel')} disabled={standing !== 'ready'} onConfirm={close}>
          <Button type="primary" disabled={standing !== 'ready' || checks.isPending} loading={busy} title={words[standing]}>{t('finance.close.do', { month: label })}</Button>
        </Popconfirm>
      ) : null}
    </>
  )
  const told = () => {
    if (closed) return <Notice tone="plain" messages={[t('finance.close.by', { name: month.closed_by ?? '', at: formatTime(month.closed_at) })]} />
    if (checks.isPending) return null
    const all = [words[standing], ...(mayClose ? [] : [t('finance.close.right')])]
    return <Notice tone={standing === 'blocked' ? 'red' : standing === 'unconfirmed' ? 'amber' : 'plain'} messages={all} />
  }
  return (
    <Page title={`${t('finance.close')} ${label}`} actions={actions}
      mark={<StateTag value={closed ? 'posted' : 'draft'} label={closed ? t('finance.close.closed') : t('finance.close.open')} />}>
      {error ? <Notice messages={[say(error)]} /> : told()}
      {closed ? null : checks.isPending ? <Skeleton rows={8} /> : checks.isError ? (
        <ErrorState error={checks.error} onRetry={() => void checks.refetch()} />
      ) : <Checklist checks={checks.data} confirmed={confirmed} onConfirm={mayClose ? setConfirmed : undefined} />}
      <Revaluation book={book} month={month.month} closed={closed} />
      <ClosePreview book={book} month={month.month} />
      {reopening ? (
        <ReopenPeriod book={book} month={month.month} onClose={() => setReopening(false)}
          onDone={() => { setReopening(false); void message.success(t('finance.close.reopen.done', { month: label })); void queries.invalidateQueries() }} />
      ) : null}
    </Page>
  )
}

import { useQuery } from '@tanstack/react-query'
import { App, Button, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { salesApi } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, useErrorText } from '@/kit'
import { useReason } from '@/resource/documents/useReason'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { can, useMeta } from '@/resource/meta'
import { LockForm } from '../widgets/LockForm'
import { ReservationLog } from '../widgets/ReservationLog'
import { ReservationRows } from '../widgets/ReservationRows'

/** Who has what reserved, until when and why; and what became of it. */
export function ReservationsPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const ask = useReason()
  const { message } = App.useApp()
  const [params, setParams] = useSearchParams()
  const [locking, setLocking] = useState(false)
  const item = params.get('item')
  const tab = params.get('tab') ?? 'open'
  const change = (name: string, value: string | null) => setParams((known) => {
    const next = new URLSearchParams(known)
    if (value) next.set(name, value)
    else next.delete(name)
    return next
  })
  const open = useQuery({ queryKey: ['reservations', item], queryFn: () => salesApi.reservations(item) })
  const log = useQuery({ queryKey: ['reservation-log', item], queryFn: () => salesApi.reservationLog(item), enabled: tab === 'log' })
  const changed = async () => {
    await Promise.all([open.refetch(), tab === 'log' ? log.refetch() : null])
  }

  const release = async (row: salesApi.ReservationRow) => {
    const reason = await ask({ title: t('sales.reservations.release'), text: t('sales.reservations.release.text'), needsReason: true, danger: true })
    if (reason === null) return
    try {
      await salesApi.releaseReservation(row.id, reason)
      await changed()
    } catch (error) {
      void message.error(say(error))
    }
  }
  const keep = async (row: salesApi.ReservationRow) => {
    try {
      await salesApi.keepReservation(row.id)
      await changed()
    } catch (error) {
      void message.error(say(error))
    }
  }

  const list = open.isPending ? <Skeleton rows={6} /> : open.isError ? <ErrorState error={open.error} onRetry={() => void open.refetch()} />
    : open.data.length === 0 ? <EmptyState title={t('sales.reservations.none')} text={t('sales.reservations.none.text')} />
    : <ReservationRows rows={open.data} mayRelease={can(meta, 'reservations', 'release')} onRelease={(row) => void release(row)} onKeep={(row) => void keep(row)} />
  const past = log.isPending ? <Skeleton rows={6} /> : log.isError ? <ErrorState error={log.error} onRetry={() => void log.refetch()} />
    : log.data.length === 0 ? <EmptyState title={t('sales.reservations.log.none')} text={t('sales.reservations.log.none.text')} /> : <ReservationLog rows={log.data} />

  return (
    <Page title={t('sales.reservations')} actions={can(meta, 'stock-locks', 'create') ? <Button onClick={() => setLocking(true)}>{t('sales.lock')}</Button> : undefined}>
      <div className="hk-row" style={{ flexWrap: 'wrap' }}>
        <span style={{ minWidth: 260 }}>
          <ReferencePicker resource="items" label={t('sales.item')} value={item} onChange={(value) => change('item', Array.isArray(value) ? null : (value?.id ?? null))} />
        </span>
      </div>
      {locking ? <LockForm onClose={() => setLocking(false)} onLocked={() => { setLocking(false); void changed() }} /> : null}
      <Tabs activeKey={tab} onChange={(key) => change('tab', key === 'open' ? null : key)} items={[
        { key: 'open', label: t('sales.reservations.open'), children: list },
        { key: 'log', label: t('sales.reservations.log'), children: past },
      ]} />
    </Page>
  )
}

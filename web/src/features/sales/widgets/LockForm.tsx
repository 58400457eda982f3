import { App, Button, DatePicker, Form, Input } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { salesApi } from '@/api'
import type { Reference } from '@/api'
import { useErrorText } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'

const one = (value: Reference | Reference[] | null): Reference | null => (Array.isArray(value) ? (value[0] ?? null) : value)

/** Keep stock back by hand: what, where, how much, why, until when. */
export function LockForm({ onClose, onLocked }: { onClose: () => void; onLocked: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const [item, setItem] = useState<Reference | null>(null)
  const [warehouse, setWarehouse] = useState<Reference | null>(null)
  const [quantity, setQuantity] = useState('')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const complete = item && warehouse && quantity.trim() && reason.trim()

  const lock = async () => {
    if (!item || !warehouse) return
    setBusy(true)
    try {
      await salesApi.lockStock({ item: item.id, warehouse: warehouse.id, quantity: quantity.trim(), reason: reason.trim(), release_date: until })
      onLocked()
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <section className="hk-panel" style={{ padding: 14 }} aria-label={t('sales.lock')}>
      <Form layout="vertical" component="div" style={{ display: 'grid', gap: '0 12px', gridTemplateColumns: 'repeat(auto-fill, minmax(180px, 1fr))' }}>
        <Form.Item label={t('sales.item')} required><ReferencePicker resource="items" label={t('sales.item')} value={item} onChange={(value) => setItem(one(value))} /></Form.Item>
        <Form.Item label={t('sales.warehouse')} required><ReferencePicker resource="warehouses" label={t('sales.warehouse')} value={warehouse} onChange={(value) => setWarehouse(one(value))} /></Form.Item>
        <Form.Item label={t('sales.quantity')} required><Input inputMode="decimal" aria-label={t('sales.quantity')} value={quantity} onChange={(event) => setQuantity(event.target.value)} /></Form.Item>
        <Form.Item label={t('sales.reason')} required><Input aria-label={t('sales.reason')} value={reason} onChange={(event) => setReason(event.target.value)} /></Form.Item>
        <Form.Item label={t('sales.until')}><DatePicker style={{ width: '100%' }} aria-label={t('sales.until')} value={until ? dayjs(until) : null} onChange={(value) => setUntil(value?.format('YYYY-MM-DD') ?? null)} /></Form.Item>
      </Form>
      <div className="hk-row">
        <Button type="primary" disabled={!complete} loading={busy} onClick={() => void lock()}>{t('sales.lock')}</Button>
        <Button onClick={onClose}>{t('resource.cancel')}</Button>
      </div>
    </section>
  )
}

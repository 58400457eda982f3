import { App, Button, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ApiError, salesApi, stockApi } from '@/api'
import type { Decimal, Id, Reference } from '@/api'
import { EmptyState, Page, recall, remember, useErrorText } from '@/kit'
import { ScanField } from '@/kit/ScanField'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { documentPath } from '@/resource/meta'
import { scanned, totalOf } from '../counter'
import type { CounterRow } from '../counter'
import { CounterPay } from '../widgets/CounterPay'
import { CounterRows } from '../widgets/CounterRows'
import '../counter.css'

const KEPT = 'sales.counter.warehouse'

/** One page for the shop: scan, change a quantity, take the money. */
export function CounterPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const [rows, setRows] = useState<CounterRow[]>([])
  const [warehouse, setWarehouse] = useState<Reference | null>(() => recall<Reference | null>(KEPT, null))
  const [customer, setCustomer] = useState<Reference | null>(null)
  const [sold, setSold] = useState<{ id: Id; number: string; total: Decimal } | null>(null)
  const [busy, setBusy] = useState(false)

  const reprice = async (row: CounterRow, partner: Reference | null): Promise<void> => {
    if (row.touched) return
    const found = await salesApi.price({ item: row.item, unit: row.unit, quantity: row.quantity || '1', partner: partner?.id ?? null })
    setRows((now) => now.map((one) => (one.key === row.key && !one.touched ? { ...one, price: found.price_with_tax ?? '', why: found.explain } : one)))
  }
  const scan = async (code: string) => {
    try {
      const hit = await stockApi.scan(code)
      if (!hit.item) throw new Error(t('sales.counter.noGoods', { code }))
      const next = scanned(rows, { item: { id: hit.item.id, code: hit.item.code ?? '', name: hit.item.name ?? '' }, unit: hit.unit ? { id: hit.unit.id, name: hit.unit.name ?? '' } : null })
      setRows(next)
      setSold(null)
      if (next[0]) await reprice(next[0], customer)
    } catch (error) {
      void message.warning(say(error))
    }
  }
  const change = (row: CounterRow, quantityChanged: boolean) => {
    setRows((now) => now.map((one) => (one.key === row.key ? row : one)))
    if (quantityChanged && Number(row.quantity) > 0) void reprice(row, customer).catch((error: unknown) => message.warning(say(error)))
  }
  const pay = async (payments: { method: string; amount: Decimal }[], roundOff: Decimal, confirm: string[] = []): Promise<void> => {
    if (!warehouse) return
    setBusy(true)
    try {
      const lines = rows.map((row) => ({ item: row.item, unit: row.unit, quantity: row.quantity, price: row.price }))
      const done = await salesApi.sellAtCounter({ warehouse: warehouse.id, partner: customer?.id ?? null, lines, payments, round_off: roundOff, confirm })
      const shipment = done.documents[0]
      setSold(shipment ? { id: shipment.id, number: shipment.number, total: done.total } : null)
      setRows([])
    } catch (error) {
      void message.error(say(error), error instanceof ApiError ? 8 : 4)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Page title={t('sales.counter')} mark={sold ? <Link to={documentPath('shipment', sold.id)}>{t('sales.counter.sold', { number: sold.number, total: sold.total })}</Link> : undefined}>
      <div className="hk-counter">
        <Form layout="vertical" className="hk-counter-head">
          <Form.Item label={t('sales.counter.warehouse')} required>
            <ReferencePicker resource="warehouses" label={t('sales.counter.warehouse')} value={warehouse} onChange={(value) => { const one = Array.isArray(value) ? null : value; setWarehouse(one); remember(KEPT, one) }} />
          </Form.Item>
          <Form.Item label={t('sales.counter.customer')}>
            <ReferencePicker resource="partners" extra={{ is_customer: 'true' }} label={t('sales.counter.customer')} value={customer}
              onChange={(value) => { const one = Array.isArray(value) ? null : value; setCustomer(one); rows.forEach((row) => void reprice(row, one).catch(() => undefined)) }} />
          </Form.Item>
        </Form>
        <ScanField large autoFocus anywhere onScan={scan} placeholder={t('sales.counter.scan')} />
        {rows.length === 0 ? <EmptyState title={t('sales.counter.empty')} text={t('sales.counter.empty.text')} />
          : <CounterRows rows={rows} onChange={change} onRemove={(key) => setRows((now) => now.filter((row) => row.key !== key))} />}
        {rows.length > 0 ? <CounterPay total={totalOf(rows)} rows={rows} disabled={!warehouse} busy={busy} onPay={pay} /> : null}
        {rows.length > 0 ? <Button type="text" onClick={() => setRows([])}>{t('sales.counter.clear')}</Button> : null}
      </div>
    </Page>
  )
}

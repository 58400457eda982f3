import { useQuery } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { salesApi } from '@/api'
import type { Reference } from '@/api'
import { EmptyState, ErrorState, Page, Qty, Skeleton, useErrorText } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { can, useMeta } from '@/resource/meta'
import { AllocationRows } from '../widgets/AllocationRows'

const one = (value: Reference | Reference[] | null): Reference | null => (Array.isArray(value) ? (value[0] ?? null) : value)

/** There is not enough for everybody: who gets how much? Tried by a rule first, then done. */
export function AllocationPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const { message, modal } = App.useApp()
  const [params, setParams] = useSearchParams()
  const [busy, setBusy] = useState(false)
  const item = params.get('item')
  const warehouse = params.get('warehouse')
  const rule = params.get('rule') ?? 'PRIORITY'
  const rules = [
    { value: 'ORDER', label: t('sales.allocation.rule.ORDER') },
    { value: 'PRIORITY', label: t('sales.allocation.rule.PRIORITY') },
    { value: 'PROPORTION', label: t('sales.allocation.rule.PROPORTION') },
    { value: 'COMPLETE', label: t('sales.allocation.rule.COMPLETE') },
  ]
  const change = (name: string, value: string | null) => setParams((known) => {
    const next = new URLSearchParams(known)
    if (value) next.set(name, value)
    else next.delete(name)
    return next
  })
  const plan = useQuery({
    queryKey: ['allocation', item, warehouse, rule],
    queryFn: () => salesApi.allocation(item ?? '', warehouse ?? '', rule),
    enabled: Boolean(item && warehouse),
  })
  const changes = plan.data?.rows.filter((row) => row.given !== row.held).length ?? 0

  const apply = async () => {
    if (!item || !warehouse) return
    const agreed = await modal.confirm({ title: t('sales.allocation.apply'), content: t('sales.allocation.sure', { count: changes }), okText: t('sales.allocation.apply'), cancelText: t('resource.cancel') })
    if (!agreed) return
    setBusy(true)
    try {
      await salesApi.allocate(item, warehouse, rule)
      await plan.refetch()
      void message.success(t('sales.allocation.done'))
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Page title={t('sales.allocation')} actions={can(meta, 'allocation', 'apply') ? (
      <Button type="primary" disabled={changes === 0} loading={busy} onClick={() => void apply()}>{t('sales.allocation.apply')}</Button>
    ) : undefined}>
      <p className="hk-muted" style={{ margin: 0 }}>{t('sales.allocation.text')}</p>
      <div className="hk-row" style={{ flexWrap: 'wrap' }}>
        <span style={{ minWidth: 240 }}>
          <ReferencePicker resource="items" label={t('sales.item')} value={item} onChange={(value) => change('item', one(value)?.id ?? null)} />
        </span>
        <span style={{ minWidth: 180 }}>
          <ReferencePicker resource="warehouses" label={t('sales.warehouse')} value={warehouse} onChange={(value) => change('warehouse', one(value)?.id ?? null)} />
        </span>
        <Select style={{ minWidth: 220 }} aria-label={t('sales.allocation.rule')} value={rule} onChange={(value) => change('rule', value)}
          options={rules} />
      </div>
      {!item || !warehouse ? <EmptyState title={t('sales.allocation.pick')} text={t('sales.allocation.pick.text')} />
        : plan.isPending ? <Skeleton rows={6} />
        : plan.isError ? <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
        : plan.data.rows.length === 0 ? <EmptyState title={t('sales.allocation.none')} text={t('sales.allocation.none.text')} />
        : (
          <>
            <p style={{ margin: 0 }}>{t('sales.allocation.available')} <strong><Qty value={plan.data.available} /></strong></p>
            <AllocationRows rows={plan.data.rows} />
          </>
        )}
    </Page>
  )
}

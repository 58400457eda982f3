import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { EmptyState, Page, usePhone } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { LedgerTable } from '../widgets/LedgerTable'

/** 库存台账 of an item, in one warehouse or all, over any span of days. */
export function LedgerPage() {
  const { t } = useTranslation()
  const phone = usePhone()
  const [params, setParams] = useSearchParams()
  const of = (name: string) => params.get(name) ?? ''
  const set = (changes: Record<string, string>) =>
    setParams((known) => {
      const next = new URLSearchParams(known)
      for (const [key, value] of Object.entries(changes)) {
        if (value) next.set(key, value)
        else next.delete(key)
      }
      return next
    }, { replace: true })
  const pick = (name: string) => (value: unknown) => set({ [name]: value && !Array.isArray(value) ? (value as { id: string }).id : '' })
  const range = of('from') && of('to') ? ([dayjs(of('from')), dayjs(of('to'))] as [dayjs.Dayjs, dayjs.Dayjs]) : null
  return (
    <Page title={t('warehousing.ledger')} fill={!phone}>
      <div className="hk-row">
        <div style={{ width: 260 }}>
          <ReferencePicker resource="items" label={t('warehousing.item')} value={of('item') ? { id: of('item') } : null} onChange={pick('item')} autoFocus={!of('item')} />
        </div>
        <div style={{ width: 180 }}>
          <ReferencePicker resource="warehouses" label={t('warehousing.warehouse')} value={of('warehouse') ? { id: of('warehouse') } : null} onChange={pick('warehouse')} />
        </div>
        <DatePicker.RangePicker value={range} aria-label={t('warehousing.span')} onChange={(span) => set({ from: span?.[0]?.format('YYYY-MM-DD') ?? '', to: span?.[1]?.format('YYYY-MM-DD') ?? '' })} />
      </div>
      {of('item') ? (
        <LedgerTable query={{ item: of('item'), warehouse: of('warehouse'), from: of('from'), to: of('to') }} />
      ) : <EmptyState title={t('warehousing.ledger.pick')} text={t('warehousing.ledger.pick.text')} />}
    </Page>
  )
}

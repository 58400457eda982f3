import { useQuery } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { packagesApi, stockApi } from '@/api'
import type { Reference } from '@/api'
import type { LooseStock, PackagePage, PackLine } from '@/api/packages'
import { Qty, StateTag, formatDate, isZero, normaliseDecimal, referenceText, useErrorText } from '@/kit'
import { ScanField } from '@/kit/ScanField'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { stateLabel, useMeta } from '@/resource/meta'

/** Choose or scan goods, see where they stand loose, say how much goes in. */
export function PackForm({ id, onDone }: { id: string; onDone: (next: PackagePage) => void }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const { message } = App.useApp()
  const say = useErrorText()
  const [item, setItem] = useState<Reference | null>(null)
  const [typed, setTyped] = useState<Record<number, string>>({})
  const [busy, setBusy] = useState(false)
  const found = useQuery({ queryKey: ['package', id, 'loose', item?.id], queryFn: () => packagesApi.loose(id, item?.id ?? ''), enabled: item !== null })
  const rows = item ? (found.data ?? []) : []

  const choose = (next: Reference | null) => {
    setItem(next)
    setTyped({})
  }
  const scan = async (code: string) => {
    const hit = await stockApi.scan(code).catch(() => null)
    if (hit?.item) choose(hit.item)
    else void message.warning(t('warehousing.package.unknown', { code }))
  }
  const lines = rows.flatMap((row, index): PackLine[] => {
    const quantity = normaliseDecimal(typed[index])
    return item && quantity !== null && !isZero(quantity) ? [lineOf(item.id, row, quantity)] : []
  })
  const pack = () => {
    setBusy(true)
    packagesApi.pack(id, lines).then(onDone, (error: unknown) => void message.error(say(error))).finally(() => setBusy(false))
  }
  return (
    <div className="hk-panel hk-package-form">
      <ScanField autoFocus onScan={scan} placeholder={t('warehousing.package.scanItem')} />
      <ReferencePicker resource="items" label={t('warehousing.item')} value={item} onChange={(next) => choose(Array.isArray(next) ? (next[0] ?? null) : next)} />
      {item && found.isSuccess && rows.length === 0 ? <p className="hk-muted">{t('warehousing.package.noLoose')}</p> : null}
      <ul className="hk-package-rows">
        {rows.map((row, index) => {
          const words = stateLabel(meta, 'status', row.status)
          const label = [row.warehouse.name, row.bin?.code, row.lot?.code].filter(Boolean).join(' ')
          return (
            <li key={index}>
              <span>{label}</span>
              {row.expiry_date ? <span className="hk-muted">{formatDate(row.expiry_date)}</span> : null}
              {row.status === 'AVAILABLE' ? null : <StateTag value={row.status} label={words?.label} color={words?.color} />}
              {row.owner ? <span className="hk-muted">{referenceText(row.owner)}</span> : null}
              <span className="hk-grow" />
              <span className="hk-muted"><Qty value={row.quantity} unit={row.unit} /></span>
              <Input inputMode="decimal" value={typed[index] ?? ''} aria-label={`${t('warehousing.package.quantity')} ${label}`} placeholder={t('warehousing.package.quantity')}
                onChange={(event) => setTyped({ ...typed, [index]: event.target.value })} onPressEnter={() => { if (lines.length > 0) pack() }} />
              <Button size="small" type="text" onClick={() => setTyped({ ...typed, [index]: row.quantity })}>{t('warehousing.package.all')}</Button>
            </li>
          )
        })}
      </ul>
      <Button type="primary" disabled={lines.length === 0} loading={busy} onClick={pack}>{t('warehousing.package.packNow')}</Button>
    </div>
  )
}

const lineOf = (item: string, row: LooseStock, quantity: string): PackLine => ({
  item, warehouse: row.warehouse.id, status: row.status, quantity,
  ...(row.bin ? { bin: row.bin.id } : {}), ...(row.lot ? { lot: row.lot.id } : {}), ...(row.owner ? { owner: row.owner.id } : {}),
})

import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { packagesApi, stockApi } from '@/api'
import type { Reference } from '@/api'
import type { PackagePlace } from '@/api/packages'
import { useErrorText } from '@/kit'
import { ScanField } from '@/kit/ScanField'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'

const one = (next: Reference | Reference[] | null): Reference | null => (Array.isArray(next) ? (next[0] ?? null) : next)

/** Where a package goes, with all that stands in it: another bin, another warehouse. */
export function MovePackage({ id, place, onDone }: { id: string; place: PackagePlace; onDone: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const say = useErrorText()
  const [warehouse, setWarehouse] = useState<Reference | null>(place.warehouse)
  const [bin, setBin] = useState<Reference | null>(null)
  const [busy, setBusy] = useState(false)
  const scan = async (code: string) => {
    const hit = await stockApi.scan(code).catch(() => null)
    if (hit?.bin) setBin(hit.bin)
    else void message.warning(t('warehousing.package.unknown', { code }))
  }
  const move = async () => {
    if (!warehouse) return
    setBusy(true)
    try {
      const made = await packagesApi.move(id, { warehouse: warehouse.id, bin: bin?.id ?? null })
      void message.success(t('warehousing.package.moved', { number: made.number }))
      onDone()
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="hk-panel hk-package-form">
      <ScanField autoFocus onScan={scan} placeholder={t('warehousing.package.scanBin')} />
      <div className="hk-package-to">
        <ReferencePicker resource="warehouses" label={t('warehousing.warehouse')} value={warehouse} onChange={(next) => { setWarehouse(one(next)); setBin(null) }} />
        <ReferencePicker resource="bins" label={t('warehousing.bin')} value={bin} onChange={(next) => setBin(one(next))} {...(warehouse ? { extra: { warehouse: warehouse.id } } : {})} />
        <Button type="primary" disabled={!warehouse} loading={busy} onClick={() => void move()}>{t('warehousing.package.moveNow')}</Button>
      </div>
    </div>
  )
}

import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Variant } from '@/api/entry'
import type { LineContext } from '@/api'
import { Qty } from '@/kit'
import { recordPath } from '@/resource/meta'

interface VariantCellProps {
  variant: Variant
  /** Figures to show instead of code and barcode. */
  stock: LineContext | undefined
  unit: string | undefined
  showStock: boolean
  disabled: boolean
  onSave: (variant: Variant, change: { code?: string; barcode?: string }) => Promise<void>
}

/** One variant in the matrix: its code and barcode to edit, or what there is of it. */
export function VariantCell({ variant, stock, unit, showStock, disabled, onSave }: VariantCellProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState(variant.code)
  const [barcode, setBarcode] = useState(variant.barcodes[0] ?? '')
  useEffect(() => { setCode(variant.code); setBarcode(variant.barcodes[0] ?? '') }, [variant])

  if (showStock) {
    return (
      <Link to={`/stock?item=${variant.id}`} title={variant.code} style={{ display: 'grid', textAlign: 'right', color: 'inherit' }}>
        <Qty value={stock?.on_hand ?? '0'} unit={unit} />
        <small className="hk-faint">{t('masterdata.variants.available')} <Qty value={stock?.available ?? '0'} /></small>
      </Link>
    )
  }
  const save = () => {
    const change = { ...(code.trim() !== variant.code && code.trim() ? { code: code.trim() } : {}), ...(barcode.trim() !== (variant.barcodes[0] ?? '') ? { barcode: barcode.trim() } : {}) }
    if (Object.keys(change).length > 0) void onSave(variant, change).catch(() => { setCode(variant.code); setBarcode(variant.barcodes[0] ?? '') })
  }
  return (
    <div style={{ display: 'grid', gap: 4, minWidth: 130 }}>
      <Input size="small" value={code} disabled={disabled} aria-label={t('masterdata.variants.code', { name: variant.name })} onChange={(event) => setCode(event.target.value)} onBlur={save} onPressEnter={save} />
      <Input size="small" value={barcode} disabled={disabled} placeholder={t('masterdata.variants.barcode')} aria-label={t('masterdata.variants.barcodeOf', { name: variant.name })} onChange={(event) => setBarcode(event.target.value)} onBlur={save} onPressEnter={save} />
      <Link to={recordPath('items', variant.id)} style={{ fontSize: 12 }}>{t('masterdata.variants.open')}</Link>
    </div>
  )
}

import { DeleteOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Money, compareDecimals, subtractDecimals, sumDecimals, trimZeros } from '@/kit'
import { rowTotal } from '../counter'
import type { CounterRow } from '../counter'

interface CounterRowsProps {
  rows: CounterRow[]
  onChange: (row: CounterRow, quantityChanged: boolean) => void
  onRemove: (key: string) => void
}

const DIGITS = /^\d*\.?\d*$/

/** What was scanned: name, quantity, price with where it comes from, and what it makes. */
export function CounterRows({ rows, onChange, onRemove }: CounterRowsProps) {
  const { t } = useTranslation()
  const quantity = (row: CounterRow, value: string) => { if (DIGITS.test(value)) onChange({ ...row, quantity: value }, true) }
  const less = (row: CounterRow) => {
    const left = trimZeros(subtractDecimals(row.quantity || '0', '1'))
    if (compareDecimals(left, '0') > 0) quantity(row, left)
    else onRemove(row.key)
  }
  return (
    <div>
      {rows.map((row) => (
        <div key={row.key} className="hk-panel hk-counter-row">
          <div className="hk-counter-name"><b>{row.name}</b> <span className="hk-muted">{row.code}</span></div>
          <div className="hk-counter-entry">
            <Button aria-label={t('sales.counter.less')} icon={<MinusOutlined />} onClick={() => less(row)} />
            <Input aria-label={`${t('sales.counter.quantity')} ${row.name}`} inputMode="decimal" value={row.quantity} onChange={(event) => quantity(row, event.target.value)} />
            <Button aria-label={t('sales.counter.more')} icon={<PlusOutlined />} onClick={() => quantity(row, trimZeros(sumDecimals([row.quantity || '0', '1'])))} />
            <span className="hk-muted">{row.unitName}</span>
          </div>
          <div className="hk-counter-price">
            <Input aria-label={`${t('sales.counter.price')} ${row.name}`} inputMode="decimal" prefix="×" value={row.price} status={row.price === '' ? 'error' : ''}
              onChange={(event) => { if (DIGITS.test(event.target.value)) onChange({ ...row, price: event.target.value, touched: true, why: '' }, false) }} />
            <span className="hk-faint">{row.why}</span>
          </div>
          <div className="hk-counter-sum"><Money value={rowTotal(row)} /></div>
          <Button type="text" aria-label={`${t('sales.counter.remove')} ${row.name}`} icon={<DeleteOutlined />} onClick={() => onRemove(row.key)} />
        </div>
      ))}
    </div>
  )
}

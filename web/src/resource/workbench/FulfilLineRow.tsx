import { DatePicker, Input } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentLine } from '@/api'
import { NOTHING, Qty, compareDecimals, formatQuantity, referenceText } from '@/kit'
import { ReferencePicker } from '../fields/ReferencePicker'
import type { Held } from './canGo'
import { differs, isWrong } from './fulfil'
import type { FulfilLine } from './fulfil'

interface FulfilLineRowProps {
  line: FulfilLine
  hit: boolean
  messages: string[]
  expected: string
  counted: string
  /** What of the line can go; null where nobody asked or may know. */
  goes: string | null
  held: Held | null
  /** The warehouse keeps bins and this line has to name one. */
  bins: { label: string; warehouse: string } | null
  onBin: (value: unknown) => void
  /** Goods managed by lot come in: which lot, and when a new one expires. */
  lot: { number: string; expires: string | null } | null
  onLot: (values: Partial<DocumentLine>) => void
  onCount: (value: string) => void
}

export function FulfilLineRow({ line, hit, messages, expected, counted, goes, held, bins, onBin, lot, onLot, onCount }: FulfilLineRowProps) {
  const { t } = useTranslation()
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (hit) row.current?.scrollIntoView({ block: 'nearest' })
  }, [hit, line.counted])
  const packed = [referenceText(line.line['package'] ?? null), line.line['package'] ? referenceText(line.line['lot'] ?? null) : ''].filter((text) => text && text !== NOTHING).join(' · ')
  const short = goes !== null && compareDecimals(goes, line.expected) < 0
  const className = ['hk-work-line', messages.length > 0 ? 'hk-bad' : differs(line) ? 'hk-differs' : '', hit ? 'hk-hit' : ''].filter(Boolean).join(' ')
  return (
    <div ref={row} className={className}>
      <span style={{ minWidth: 0 }}>
        <span className="hk-ellipsis" style={{ display: 'block' }}>{line.item.name}</span>
        <span className="hk-faint">{[line.item.code, line.item.spec].filter(Boolean).join(' ')}</span>
        {packed ? <span className="hk-muted" style={{ display: 'block' }}>{t('work.package', { code: packed })}</span> : null}
        {bins ? <ReferencePicker resource="bins" label={`${bins.label} ${line.item.name ?? ''}`} value={line.line['bin']} extra={{ warehouse: bins.warehouse }} onChange={onBin} /> : null}
        {lot ? (
          <span className="hk-row" style={{ flexWrap: 'nowrap' }}>
            <Input size="small" style={{ textAlign: 'left' }} value={lot.number} placeholder={t('documents.lots.number')} aria-label={`${t('documents.lots.number')} ${line.item.name ?? ''}`}
              onChange={(event) => onLot({ lot: event.target.value === '' ? null : { id: '', code: event.target.value } })} />
            <DatePicker size="small" style={{ flex: 'none', width: 136 }} value={lot.expires ? dayjs(lot.expires) : null} placeholder={t('documents.lots.expires')} aria-label={`${t('documents.lots.expires')} ${line.item.name ?? ''}`}
              onChange={(next) => onLot({ expiry_date: next ? next.format('YYYY-MM-DD') : null })} />
          </span>
        ) : null}
        {messages.map((text) => <span key={text} className="hk-negative" style={{ display: 'block' }} role="alert">{text}</span>)}
      </span>
      <span className="hk-num" title={expected}><Qty value={line.expected} unit={line.unit} /></span>
      <span className={short ? 'hk-num hk-negative' : 'hk-num hk-muted'}>
        {goes !== null ? <><span className="hk-sr">{t('work.canGo')} </span><Qty value={goes} unit={line.unit} /></> : null}
        {held ? <span className="hk-faint hk-work-held">{t('work.held', { held: formatQuantity(held.reserved), free: formatQuantity(held.available) })}</span> : null}
      </span>
      <Input value={line.counted} inputMode="decimal" {...(isWrong(line) ? { status: 'error' as const, 'aria-invalid': true } : {})} aria-label={`${counted} ${line.item.name ?? ''}`} suffix={<span className="hk-faint">{line.unit}</span>}
        onFocus={(event) => event.target.select()} onChange={(event) => onCount(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
          event.preventDefault()
          const inputs = [...(row.current?.parentElement?.querySelectorAll<HTMLInputElement>('input') ?? [])]
          inputs[inputs.indexOf(event.currentTarget) + 1]?.focus()
        }} />
    </div>
  )
}

import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Decimal } from '@/api'
import { Money, roundDecimal, subtractDecimals } from '@/kit'
import { changeFor, ready, roundOff } from '../counter'
import type { CounterRow } from '../counter'

interface CounterPayProps {
  total: Decimal
  rows: CounterRow[]
  disabled: boolean
  busy: boolean
  onPay: (payments: { method: string; amount: Decimal }[], roundOff: Decimal) => Promise<void>
}

type Step = '0' | '0.1' | '1'
const METHODS = ['CASH', 'OTHER-MONEY', 'BANK'] as const

/** The sum, what is rounded off, how it is paid, the change; one big action. */
export function CounterPay({ total, rows, disabled, busy, onPay }: CounterPayProps) {
  const { t } = useTranslation()
  const [step, setStep] = useState<Step>('0')
  const [method, setMethod] = useState<(typeof METHODS)[number]>('CASH')
  const [given, setGiven] = useState('')
  const words = { CASH: t('sales.counter.cash'), 'OTHER-MONEY': t('sales.counter.wallet'), BANK: t('sales.counter.card') }
  const off = step === '0' ? '0.00' : roundOff(total, step)
  const due = roundDecimal(subtractDecimals(total, off), 2) ?? total
  const change = method === 'CASH' ? changeFor(due, given) : null
  const go = () => void onPay([{ method, amount: due }], off).then(() => setGiven(''))
  return (
    <div className="hk-counter-pay">
      <div className="hk-counter-due"><span className="hk-muted">{t('sales.counter.due')}</span> <Money value={due} /></div>
      <Segmented<Step> value={step} onChange={setStep} aria-label={t('sales.counter.round')}
        options={[{ value: '0', label: t('sales.counter.exact') }, { value: '0.1', label: t('sales.counter.jiao') }, { value: '1', label: t('sales.counter.yuan') }]} />
      <Segmented<(typeof METHODS)[number]> value={method} onChange={setMethod} aria-label={t('sales.counter.method')} options={METHODS.map((one) => ({ value: one, label: words[one] }))} />
      {method === 'CASH' ? (
        <Input aria-label={t('sales.counter.given')} placeholder={t('sales.counter.given')} inputMode="decimal" value={given} onChange={(event) => setGiven(event.target.value.replace(/[^\d.]/g, ''))}
          suffix={change === null ? undefined : <span>{t('sales.counter.change')} <Money value={change} /></span>} onPressEnter={go} />
      ) : null}
      <Button type="primary" size="large" block loading={busy} disabled={disabled || !ready(rows)} onClick={go}>{t('sales.counter.pay')}</Button>
    </div>
  )
}

import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Qty } from '@/kit'

export interface QuoteDraft {
  price: string
  lead_days: string
  minimum_quantity: string
  award: string
  net_price: string | null
  awarded: string
}

export const NO_QUOTE: QuoteDraft = { price: '', lead_days: '', minimum_quantity: '', award: '', net_price: null, awarded: '0' }

interface QuoteCellProps {
  quote: QuoteDraft
  best: boolean
  open: boolean
  label: string
  onChange: (values: Partial<QuoteDraft>) => void
}

/** What one supplier answers for one line, and what it is given of it. */
export function QuoteCell({ quote, best, open, label, onChange }: QuoteCellProps) {
  const { t } = useTranslation()
  const given = quote.awarded !== '0'
  const field = (name: 'price' | 'lead_days' | 'minimum_quantity' | 'award', text: string, fixed: boolean) => (
    <label style={{ display: 'flex', justifyContent: 'space-between', gap: 6, alignItems: 'center' }}>
      <span className="hk-faint">{text}</span>
      <Input size="small" style={{ width: 92, textAlign: 'right' }} inputMode="decimal" disabled={!open || fixed} aria-label={`${text} ${label}`}
        value={quote[name]} onChange={(event) => onChange({ [name]: event.target.value })} />
    </label>
  )
  return (
    <td style={{ verticalAlign: 'top', ...(best ? { background: 'var(--hk-green-soft, rgba(22, 163, 74, 0.10))' } : {}) }}>
      {best ? <strong className="hk-green">{t('purchasing.quotes.best')}</strong> : <span className="hk-faint">{quote.net_price ? t('purchasing.quotes.quoted') : '–'}</span>}
      {field('price', t('purchasing.quotes.price'), given)}
      {field('lead_days', t('purchasing.quotes.lead'), given)}
      {field('minimum_quantity', t('purchasing.quotes.minimum'), given)}
      {quote.net_price ? field('award', t('purchasing.quotes.award'), false) : null}
      {given ? <span className="hk-muted">{t('purchasing.quotes.awarded')} <Qty value={quote.awarded} /></span> : null}
    </td>
  )
}

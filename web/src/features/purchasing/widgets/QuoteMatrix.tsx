import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { purchasingApi } from '@/api'
import type { Reference } from '@/api'
import { ErrorState, Money, Notice, Qty, Skeleton, referenceText, useErrorText } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { MadeOrders } from './MadeOrders'
import { NO_QUOTE, QuoteCell } from './QuoteCell'
import type { QuoteDraft } from './QuoteCell'

type Line = purchasingApi.Comparison['lines'][number]

const keyOf = (line: string, supplier: string) => `${line}:${supplier}`

function savedQuote(line: Line, supplier: string): QuoteDraft {
  const offer = line.offers.find((one) => one.supplier === supplier)
  if (!offer) return NO_QUOTE
  return {
    price: offer.price, lead_days: offer.lead_days === null ? '' : String(offer.lead_days), minimum_quantity: offer.minimum_quantity === '0' ? '' : offer.minimum_quantity,
    award: '', net_price: offer.net_price, awarded: offer.awarded,
  }
}

/** Quotes typed, compared and awarded. */
export function QuoteMatrix({ rfq }: { rfq: string }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [typed, setTyped] = useState<Record<string, Partial<QuoteDraft>>>({})
  const [added, setAdded] = useState<Reference[]>([])
  const [made, setMade] = useState<purchasingApi.MadeOrder[]>([])
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const query = useQuery({ queryKey: ['rfq-comparison', rfq], queryFn: () => purchasingApi.comparison(rfq) })
  if (query.isPending) return <Skeleton rows={6} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />

  const { lines, suppliers, document } = query.data
  const across = [...suppliers, ...added.filter((one) => !suppliers.some((known) => known.id === one.id)).map((one) => ({ id: one.id, code: one.code ?? '', name: one.name ?? '', total: '0.00', complete: false }))]
  const open = document.state === 'APPROVED' && !document.stopped
  const quoteOf = (line: Line, supplier: string): QuoteDraft => ({ ...savedQuote(line, supplier), ...typed[keyOf(line.id, supplier)] })
  const change = (line: Line, supplier: string, values: Partial<QuoteDraft>) =>
    setTyped((known) => ({ ...known, [keyOf(line.id, supplier)]: { ...known[keyOf(line.id, supplier)], ...values } }))
  const cells = lines.flatMap((line) => across.map((supplier) => ({ line, supplier: supplier.id, quote: quoteOf(line, supplier.id) })))
  const isNew = ({ line, supplier, quote }: (typeof cells)[number]) => {
    const saved = savedQuote(line, supplier)
    return quote.price !== '' && (['price', 'lead_days', 'minimum_quantity'] as const).some((name) => quote[name] !== saved[name])
  }
  const fresh = cells.filter(isNew)
  const awards = cells.filter(({ quote }) => quote.award !== '' && quote.net_price !== null)

  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
      setTyped({})
      await query.refetch()
    } catch (problem) {
      setError(say(problem))
    } finally {
      setBusy(false)
    }
  }
  const save = () => run(async () => {
    await purchasingApi.saveQuotes(rfq, fresh.map(({ line, supplier, quote }) => {
      const offer = line.offers.find((one) => one.supplier === supplier)
      return {
        line: line.id, supplier, price: quote.price, lead_days: quote.lead_days === '' ? null : Number(quote.lead_days), minimum_quantity: quote.minimum_quantity || '0',
        includes_tax: offer?.includes_tax ?? false, tax_rate: offer?.tax_rate ?? '0', valid_to: offer?.valid_to ?? null, remarks: offer?.remarks ?? '',
      }
    }))
  })
  const award = () => run(async () => {
    setMade(await purchasingApi.award(rfq, awards.map(({ line, supplier, quote }) => ({ line: line.id, supplier, quantity: quote.award }))))
  })
  const takeBest = () => lines.forEach((line) => { if (line.best && line.remaining_quantity !== '0') change(line, line.best, { award: line.remaining_quantity }) })

  return (
    <>
      <MadeOrders orders={made} />
      <Notice messages={error ? [error] : []} />
      {open ? (
        <div className="hk-row" style={{ gap: 8, flexWrap: 'wrap' }}>
          <div style={{ width: 220 }}>
            <ReferencePicker resource="partners" label={t('purchasing.quotes.add')} value={null} extra={{ is_supplier: 'true' }}
              onChange={(value) => { if (value && !Array.isArray(value)) setAdded((known) => [...known, value]) }} />
          </div>
          <Button disabled={fresh.length === 0} loading={busy} onClick={() => void save()}>{t('purchasing.quotes.save')}</Button>
          <Button onClick={takeBest} disabled={lines.every((line) => !line.best)}>{t('purchasing.quotes.takeBest')}</Button>
          <Button type="primary" disabled={awards.length === 0 || fresh.length > 0} loading={busy} onClick={() => void award()}>{t('purchasing.quotes.order')}</Button>
        </div>
      ) : null}
      <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('purchasing.quotes')}>
        <table className="hk-plain-table">
          <thead>
            <tr>
              <th>{t('purchasing.item')}</th>
              <th className="hk-num">{t('purchasing.remaining')}</th>
              {across.map((supplier) => <th key={supplier.id}>{supplier.name}</th>)}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td style={{ verticalAlign: 'top' }}>{referenceText(line.item)}</td>
                <td className="hk-num" style={{ verticalAlign: 'top' }}><Qty value={line.remaining_quantity} unit={line.unit.name} /></td>
                {across.map((supplier) => (
                  <QuoteCell key={supplier.id} quote={quoteOf(line, supplier.id)} best={line.best === supplier.id} open={open} label={`${supplier.name} ${referenceText(line.item)}`}
                    onChange={(values) => change(line, supplier.id, values)} />
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={2}>{t('purchasing.quotes.total')}</td>
              {across.map((supplier) => <td key={supplier.id}><Money value={supplier.total} />{supplier.complete ? '' : ` ${t('purchasing.quotes.partial')}`}</td>)}
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  )
}

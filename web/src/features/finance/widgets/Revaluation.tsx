import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { financeApi } from '@/api'
import type { Revaluation as Found } from '@/api/finance'
import { Money, Notice, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'

/** Debts and money in other currencies at the month's last rate: tried first, then booked with a red voucher on the first of the next month. */
export function Revaluation({ book, month, closed }: { book: string; month: string; closed: boolean }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const queries = useQueryClient()
  const [rates, setRates] = useState<Record<string, string>>({})
  const [tried, setTried] = useState<Found | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const found = useQuery({ queryKey: ['revaluation', book, month], queryFn: () => financeApi.revaluation(book, month), retry: false })
  const currencies = found.data?.currencies ?? []
  if (currencies.length === 0) return null
  const complete = currencies.every((one) => (rates[one] ?? '').trim() !== '')
  const run = async (write: boolean) => {
    setBusy(true)
    setError(null)
    try {
      setTried(await financeApi.revalue(book, month, rates, write))
      if (write) await queries.invalidateQueries()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="hk-panel" style={{ padding: 14 }} aria-label={t('finance.fx')}>
      <h2 className="hk-section">{t('finance.fx')}</h2>
      <p className="hk-muted">{found.data?.done ? t('finance.fx.done') : t('finance.fx.text')}</p>
      {error ? <Notice messages={[say(error)]} /> : null}
      {closed ? null : (
        <div className="hk-row" style={{ flexWrap: 'wrap' }}>
          {currencies.map((one) => (
            <span key={one} className="hk-row">
              <label htmlFor={`fx-${one}`}>{t('finance.fx.rate', { currency: one })}</label>
              <Input id={`fx-${one}`} inputMode="decimal" style={{ width: 110 }} value={rates[one] ?? ''} onChange={(event) => setRates((known) => ({ ...known, [one]: event.target.value.trim() }))} />
            </span>
          ))}
          <Button disabled={!complete} loading={busy} onClick={() => void run(false)}>{t('finance.fx.try')}</Button>
          {can(meta, 'periods', 'close') ? <Button disabled={!complete} loading={busy} onClick={() => void run(true)}>{t('finance.fx.write')}</Button> : null}
        </div>
      )}
      {tried && tried.rows.length > 0 ? (
        <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('finance.fx')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('finance.fx.partner')}</th><th>{t('finance.fx.side')}</th><th className="hk-num">{t('finance.fx.foreign')}</th><th className="hk-num">{t('finance.fx.carried')}</th><th className="hk-num">{t('finance.fx.worth')}</th><th className="hk-num">{t('finance.fx.gain')}</th></tr></thead>
            <tbody>
              {tried.rows.map((row, at) => (
                <tr key={at}><td>{row.partner['name']}</td><td>{row.side === 'FUND' ? t('finance.fx.side.FUND') : row.side === 'AR' ? t('finance.fx.side.AR') : t('finance.fx.side.AP')}</td><td className="hk-num">{row.currency} <Money value={row.foreign} /></td><td className="hk-num"><Money value={row.carried} /></td><td className="hk-num"><Money value={row.worth} /></td><td className="hk-num"><Money value={row.gain} /></td></tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  )
}

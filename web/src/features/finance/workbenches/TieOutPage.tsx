import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { financeApi } from '@/api'
import { ErrorState, Money, Page, Skeleton, formatDate, formatTime, isZero, referenceText, useErrorText } from '@/kit'
import { can, documentPath, useMeta } from '@/resource/meta'
import '../finance.css'

/** Stock against general ledger, account by account, and the documents whose voucher waits for an account. */
export function TieOutPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const tie = useQuery({ queryKey: ['tie-out', meta.book.id], queryFn: () => financeApi.tieOut(meta.book.id), refetchInterval: 30_000 })
  const pending = useQuery({ queryKey: ['pending-events'], queryFn: financeApi.pending, refetchInterval: 30_000 })
  const even = tie.data?.every((one) => isZero(one.difference)) ?? true

  const retry = async () => {
    setBusy(true)
    try {
      await financeApi.retryPending()
      await Promise.all([pending.refetch(), tie.refetch()])
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Page title={t('finance.tie')} mark={tie.data ? <span className={`hk-state hk-state-${even ? 'green' : 'red'}`}><span>{even ? t('finance.tie.even') : t('finance.tie.uneven')}</span></span> : undefined}>
      <p className="hk-muted" style={{ margin: 0 }}>{t('finance.tie.text')}</p>
      {tie.isPending ? <Skeleton /> : tie.isError ? <ErrorState error={tie.error} onRetry={() => void tie.refetch()} /> : (
        <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('finance.tie')}>
          <table className="hk-plain-table">
            <thead>
              <tr>
                <th>{t('finance.tie.account')}</th>
                {[t('finance.tie.stock'), t('finance.tie.ledger'), t('finance.tie.waiting'), t('finance.tie.difference')].map((word) => <th key={word} className="hk-num">{word}</th>)}
              </tr>
            </thead>
            <tbody>
              {tie.data.map(({ account, stock, ledger, waiting, difference }) => {
                const id = String(account?.['id'] ?? '')
                return (
                  <tr key={id}>
                    <td>{account ? <Link to={`/reports/account_ledger?account=${id}`}>{String(account['code'])} {referenceText(account)}</Link> : '–'}</td>
                    <td className="hk-num"><Money value={stock} /></td>
                    <td className="hk-num"><Money value={ledger} /></td>
                    <td className="hk-num"><Money value={waiting} /></td>
                    <td className="hk-num"><strong className={isZero(difference) ? 'hk-green' : 'hk-negative'}><Money value={difference} /></strong></td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      <section className="hk-panel" style={{ padding: 14 }} aria-label={t('finance.tie.pending')}>
        <div className="hk-row" style={{ justifyContent: 'space-between' }}>
          <h2 className="hk-section">{t('finance.tie.pending')}</h2>
          {pending.data && pending.data.length > 0 ? (
            <span className="hk-row">
              <Link to="/records/account-mappings">{t('finance.tie.mapping')}</Link>
              {can(meta, 'vouchers', 'create') ? <Button loading={busy} onClick={() => void retry()}>{t('finance.tie.retry')}</Button> : null}
            </span>
          ) : null}
        </div>
        {pending.isPending ? <Skeleton rows={2} /> : pending.isError ? <ErrorState error={pending.error} onRetry={() => void pending.refetch()} /> : pending.data.length === 0 ? (
          <p className="hk-muted" style={{ margin: 0 }}>{t('finance.tie.pending.none')}</p>
        ) : (
          <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('finance.tie.pending')}>
            <table className="hk-plain-table">
              <thead><tr><th>{t('finance.tie.document')}</th><th>{t('finance.tie.date')}</th><th>{t('finance.tie.keys')}</th><th>{t('finance.tie.since')}</th></tr></thead>
              <tbody>
                {pending.data.map((one) => (
                  <tr key={one.document_id}>
                    <td><Link to={documentPath(one.type, one.document_id)}>{one.label} {one.number}</Link></td>
                    <td>{formatDate(one.business_date)}</td>
                    <td>{one.keys.split(',').map((key) => key.trim()).filter(Boolean).map((key) => <Link key={key} to={`/records/account-mappings?q=${encodeURIComponent(key)}`} style={{ marginRight: 8 }}>{key}</Link>)}</td>
                    <td>{formatTime(one.since)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </Page>
  )
}

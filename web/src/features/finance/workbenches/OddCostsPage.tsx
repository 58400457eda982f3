import { useQuery } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { financeApi } from '@/api'
import type { OddCost } from '@/api/finance'
import { EmptyState, ErrorState, Money, Page, Skeleton, useErrorText } from '@/kit'
import { can, documentPath, useMeta } from '@/resource/meta'
import '../finance.css'

/** 异常余额: what is odd about costs, why, and the draft that puts it right after a look at what it would do. */
export function OddCostsPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const odd = useQuery({ queryKey: ['odd-costs', meta.book.id], queryFn: () => financeApi.oddCosts(meta.book.id) })
  return (
    <Page title={t('finance.odd')} mark={odd.data ? <span className={`hk-state hk-state-${odd.data.length ? 'amber' : 'green'}`}><span>{odd.data.length ? t('finance.odd.some', { count: odd.data.length }) : t('finance.odd.none')}</span></span> : undefined}>
      <p className="hk-muted" style={{ margin: 0 }}>{t('finance.odd.text')}</p>
      {odd.isPending ? <Skeleton /> : odd.isError ? <ErrorState error={odd.error} onRetry={() => void odd.refetch()} /> : odd.data.length === 0 ? (
        <EmptyState title={t('finance.odd.none')} text={t('finance.odd.none.text')} />
      ) : (
        <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('finance.odd')}>
          <table className="hk-plain-table">
            <thead>
              <tr>
                <th>{t('finance.odd.item')}</th>
                <th>{t('finance.odd.cause')}</th>
                {[t('finance.odd.quantity'), t('finance.odd.amount'), t('finance.odd.unit'), t('finance.odd.known')].map((word) => <th key={word} className="hk-num">{word}</th>)}
              </tr>
            </thead>
            <tbody>{odd.data.map((one) => <OddRow key={one.key} odd={one} book={meta.book.id} />)}</tbody>
          </table>
        </div>
      )}
    </Page>
  )
}

function OddRow({ odd, book }: { odd: OddCost; book: string }) {
  return (
    <tr>
      <td style={{ minWidth: 104 }}>
        <Link to={`/records/items/${odd.item['id'] ?? ''}`}>{odd.item['code']} {odd.item['name']}</Link>
        <div className="hk-muted">{odd.document ? <Link to={documentPath(odd.document['type'] ?? '', odd.document['id'] ?? '')}>{odd.place}</Link> : odd.place}</div>
      </td>
      <td style={{ minWidth: 200 }}><strong>{odd.cause_label}</strong><div className="hk-muted">{odd.advice}</div><Fix odd={odd} book={book} /></td>
      <td className="hk-num">{odd.quantity}</td>
      <td className="hk-num"><Money value={odd.amount} /></td>
      <td className="hk-num">{odd.unit ?? '–'}</td>
      <td className="hk-num">{odd.known_unit ?? '–'}</td>
    </tr>
  )
}

/** One click shows what the document would bring and what would stand afterwards; the next one drafts it. */
function Fix({ odd, book }: { odd: OddCost; book: string }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const fix = odd.fix
  if (!fix) return odd.path ? <Link to={odd.path}>{t('finance.odd.look')}</Link> : null
  if (!can(meta, fix.type, 'create')) return null

  const draft = async () => {
    setBusy(true)
    try {
      const made = await financeApi.fixOddCost(book, odd.key)
      void navigate(documentPath(made.type, made.id))
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }

  const preview = (
    <dl className="hk-plain-pairs" style={{ maxWidth: 260, margin: 0 }}>
      <div>{t('finance.odd.brings', { quantity: fix.quantity, amount: fix.amount })}</div>
      {odd.document ? null : <div>{t('finance.odd.after', { quantity: fix.quantity_after, amount: fix.amount_after, unit: fix.unit_after ?? '–' })}</div>}
      <div className="hk-muted">{t('finance.odd.draft')}</div>
    </dl>
  )
  return (
    <Popconfirm title={fix.label} description={preview} okText={t('finance.odd.make')} cancelText={t('finance.odd.cancel')} onConfirm={() => void draft()}>
      <Button size="small" loading={busy}>{fix.label}</Button>
    </Popconfirm>
  )
}

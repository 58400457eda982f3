import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Values } from '@/api'
import { ErrorState, Money, Skeleton, formatDate, subtractDecimals } from '@/kit'
import { documentOf, leftOf, matchesOf, oldestFirst, openItems, partnerOf, sideOf, takesAdvances, totalOf, withAmount } from './openItems'

interface MatchesInputProps {
  value: unknown
  disabled: boolean
  onChange: (value: unknown) => void
  beside: Values
}

/** Which open invoices a payment settles: typed beside each, or the oldest first with one press. */
export function MatchesInput({ value, disabled, onChange, beside }: MatchesInputProps) {
  const { t } = useTranslation()
  const partner = partnerOf(beside)
  const refund = beside['purpose'] === 'REFUND'
  const items = useQuery({ queryKey: ['open-items', partner], queryFn: () => openItems(partner ?? ''), enabled: partner !== null })
  const matches = matchesOf(value)
  if (partner === null) return <span className="hk-muted">{t('resource.settle.partnerFirst')}</span>
  if (beside['purpose'] === 'PREPAYMENT') return <span className="hk-muted">{t('resource.settle.advance')}</span>
  if (items.isPending) return <Skeleton rows={2} />
  if (items.isError) return <ErrorState error={items.error} onRetry={() => void items.refetch()} />
  const side = sideOf(beside['type'])
  const advances = takesAdvances(beside['type'])
  const open = items.data.filter((item) => item.side === side && leftOf(item, refund) !== null)
  if (open.length === 0) return <span className="hk-muted">{t(advances ? 'resource.settle.noAdvance' : 'resource.settle.nothing')}</span>
  const typed = new Map(matches.map((match) => [documentOf(match), match.amount]))
  return (
    <div>
      <div className="hk-scroll-x hk-settle" tabIndex={0} role="region" aria-label={t('resource.settle.open')}>
        <table className="hk-plain-table">
          <thead><tr><th>{t('resource.settle.document')}</th><th>{t('resource.settle.due')}</th><th className="hk-num hk-wide">{t('resource.settle.amount')}</th><th className="hk-num">{t('resource.settle.open')}</th><th className="hk-num">{t('resource.settle.now')}</th></tr></thead>
          <tbody>
            {open.map((item) => (
              <tr key={item.document.id}>
                <td>{item.document.number}</td>
                <td>{formatDate(item.due_date ?? item.date)}</td>
                <td className="hk-num hk-wide"><Money value={item.amount} /></td>
                <td className="hk-num"><Money value={leftOf(item, refund)} /></td>
                <td style={{ width: 150 }}>
                  <Input value={typed.get(item.document.id) ?? ''} disabled={disabled} inputMode="decimal" style={{ textAlign: 'right' }} aria-label={t('resource.settle.nowOf', { number: item.document.number })}
                    onChange={(event) => onChange(withAmount(matches, item.document.id, event.target.value))} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="hk-row" style={{ marginTop: 6 }}>
        {advances ? null : <Button size="small" disabled={disabled || !beside['amount']} onClick={() => onChange(oldestFirst(open, beside['amount'], refund))}>{t('resource.settle.oldest')}</Button>}
        <span className="hk-muted">{t('resource.settle.sum')} <Money value={totalOf(matches)} /></span>
        {beside['amount'] ? <span className="hk-muted">{t('resource.settle.rest')} <Money value={subtractDecimals(beside['amount'], totalOf(matches))} /></span> : null}
      </div>
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { resourcesApi } from '@/api'
import type { Values } from '@/api'
import { ErrorState, Money, Skeleton, formatDate, isZero, referenceText } from '@/kit'
import { recordPath } from '../../meta'

/** The vouchers a document became, with their entries. */
async function vouchersOf(id: string, signal: AbortSignal) {
  const { items } = await resourcesApi.list('vouchers', { filter: [['document', 'eq', id]], limit: 20 }, signal)
  return Promise.all(items.map((row) => resourcesApi.read('vouchers', row.id)))
}

export function VouchersTab({ id }: { id: string }) {
  const { t } = useTranslation()
  const vouchers = useQuery({ queryKey: ['document-side', id, 'vouchers'], queryFn: ({ signal }) => vouchersOf(id, signal) })
  if (vouchers.isPending) return <Skeleton rows={3} />
  if (vouchers.isError) return <ErrorState error={vouchers.error} onRetry={() => void vouchers.refetch()} />
  if (vouchers.data.length === 0) return <p className="hk-muted">{t('documents.vouchers.none')}</p>
  return (
    <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('documents.tab.vouchers')}>
      <table className="hk-plain-table">
        <thead>
          <tr><th>{t('documents.tab.vouchers')}</th><th>{t('documents.vouchers.account')}</th><th className="hk-num">{t('documents.vouchers.debit')}</th><th className="hk-num">{t('documents.vouchers.credit')}</th></tr>
        </thead>
        <tbody>
          {vouchers.data.flatMap((voucher) => (Array.isArray(voucher['lines']) ? (voucher['lines'] as Values[]) : []).map((line, index) => (
            <tr key={`${voucher.id}:${index}`}>
              <td>{index === 0 ? <><Link to={recordPath('vouchers', voucher.id)}>{String(voucher['label'])}</Link> <span className="hk-faint">{formatDate(voucher['date'])}</span></> : null}</td>
              <td>{String((line['account'] as { code?: string } | null)?.code ?? '')} {referenceText(line['account'])}</td>
              <td className="hk-num">{isZero(line['debit']) ? null : <Money value={line['debit']} />}</td>
              <td className="hk-num">{isZero(line['credit']) ? null : <Money value={line['credit']} />}</td>
            </tr>
          )))}
        </tbody>
      </table>
    </div>
  )
}

import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { RecordRow, Reference } from '@/api'
import { Money, Qty, isZero, referenceText, sumDecimals } from '@/kit'
import { recordPath, useMeta, useResource } from '@/resource/meta'
import '../finance.css'

interface Line {
  id: string
  summary: string
  account: Reference | null
  debit: string
  credit: string
  quantity: string | null
  partner: Reference | null
  item: Reference | null
  cost_object: Reference | null
  department: string
}

const DIMENSIONS = ['partner', 'item', 'cost_object'] as const
const PAGES: Record<string, string> = { partner: 'partners', item: 'items' }

/** Lines of a voucher with the sums of both sides; an account leads to its ledger, a partner or item to its record. */
export function VoucherLines({ voucher }: { voucher: RecordRow }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const spec = useResource('vouchers')?.children?.find((child) => child.name === 'lines')
  const word = (name: string) => spec?.fields.find((field) => field.name === name)?.label ?? ''
  // Whoever may not see costs gets no amounts: no empty columns, no sums of nothing.
  const amounts = word('debit') !== ''
  const lines = (Array.isArray(voucher['lines']) ? voucher['lines'] : []) as Line[]
  const ledger = meta.reports.some((report) => report.name === 'account_ledger')
  const accountOf = ({ account }: Line) => {
    if (!account) return null
    const text = `${account.code ?? ''} ${referenceText(account)}`
    return ledger ? <Link to={`/reports/account_ledger?account=${account.id}`}>{text}</Link> : text
  }
  const dimensionOf = (line: Line, name: (typeof DIMENSIONS)[number]) => {
    const value = line[name]
    if (!value) return null
    const page = PAGES[name]
    return <span key={name} title={word(name)}>{page ? <Link to={recordPath(page, value.id)}>{[value.code, value.name].filter(Boolean).join(' ')}</Link> : referenceText(value)} </span>
  }
  return (
    <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('finance.voucher.lines')}>
      <table className="hk-plain-table">
        <thead>
          <tr>
            <th>#</th><th>{word('summary')}</th><th>{t('finance.voucher.account')}</th><th>{t('finance.voucher.with')}</th>
            <th className="hk-num">{word('quantity')}</th>{amounts ? <><th className="hk-num">{word('debit')}</th><th className="hk-num">{word('credit')}</th></> : null}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={line.id}>
              <td className="hk-faint">{index + 1}</td>
              <td>{line.summary}</td>
              <td>{accountOf(line)}</td>
              <td>{DIMENSIONS.map((name) => dimensionOf(line, name))}{line.department}</td>
              <td className="hk-num">{line.quantity === null ? null : <Qty value={line.quantity} />}</td>
              {amounts ? [line.debit, line.credit].map((amount, side) => <td key={side} className="hk-num">{isZero(amount) ? null : <Money value={amount} />}</td>) : null}
            </tr>
          ))}
        </tbody>
        {amounts ? <tfoot>
          <tr>
            <td /><td colSpan={4}>{t('finance.voucher.total')}</td>
            <td className="hk-num"><Money value={sumDecimals(lines.map((line) => line.debit))} /></td>
            <td className="hk-num"><Money value={sumDecimals(lines.map((line) => line.credit))} /></td>
          </tr>
        </tfoot> : null}
      </table>
    </div>
  )
}

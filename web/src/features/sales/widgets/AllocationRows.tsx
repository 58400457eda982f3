import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { salesApi } from '@/api'
import { Qty, formatDate, isZero, referenceText, subtractDecimals } from '@/kit'
import { documentPath } from '@/resource/meta'

/** Orders with what they want, hold and would get. */
export function AllocationRows({ rows }: { rows: salesApi.AllocationRow[] }) {
  const { t } = useTranslation()
  return (
    <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('sales.allocation')}>
      <table className="hk-plain-table" style={{ minWidth: 760 }}>
        <thead>
          <tr>
            <th>{t('sales.order')}</th>
            <th>{t('sales.customer')}</th>
            <th>{t('sales.promised')}</th>
            <th className="hk-num">{t('sales.priority')}</th>
            <th className="hk-num">{t('sales.wanted')}</th>
            <th className="hk-num">{t('sales.held')}</th>
            <th className="hk-num">{t('sales.given')}</th>
            <th className="hk-num">{t('sales.change')}</th>
            <th className="hk-num">{t('sales.short')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const change = subtractDecimals(row.given, row.held)
            const short = subtractDecimals(row.wanted, row.given)
            return (
              <tr key={row.line_id}>
                <td><Link to={documentPath(row.document.type, row.document.id)}>{row.document.number}</Link> #{row.line_no}</td>
                <td>{row.partner ? referenceText(row.partner) : '–'}</td>
                <td>{formatDate(row.promised_date)}</td>
                <td className="hk-num">{row.priority}</td>
                <td className="hk-num"><Qty value={row.wanted} /></td>
                <td className="hk-num"><Qty value={row.held} /></td>
                <td className="hk-num"><strong><Qty value={row.given} /></strong></td>
                <td className="hk-num">{isZero(change) ? '–' : <span className={change.startsWith('-') ? 'hk-negative' : 'hk-green'}>{change.startsWith('-') ? '' : '+'}<Qty value={change} /></span>}</td>
                <td className="hk-num">{isZero(short) ? '–' : <span className="hk-negative"><Qty value={short} /></span>}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

import { useTranslation } from 'react-i18next'
import type { salesApi } from '@/api'
import { Qty, formatTime, referenceText } from '@/kit'
import { PaperLink } from './ReservationRows'

/** Who gained and who lost, when, by whom and why. */
export function ReservationLog({ rows }: { rows: salesApi.ReservationEvent[] }) {
  const { t } = useTranslation()
  return (
    <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('sales.reservations.log')}>
      <table className="hk-plain-table" style={{ minWidth: 860 }}>
        <thead>
          <tr>
            <th>{t('sales.at')}</th>
            <th>{t('sales.what')}</th>
            <th>{t('sales.item')}</th>
            <th className="hk-num">{t('sales.quantity')}</th>
            <th>{t('sales.warehouse')}</th>
            <th>{t('sales.for')}</th>
            <th>{t('sales.reason')}</th>
            <th>{t('sales.by')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{formatTime(row.at)}</td>
              <td>{row.label}</td>
              <td>{referenceText(row.item)}</td>
              <td className="hk-num"><span className={row.quantity.startsWith('-') ? 'hk-negative' : ''}><Qty value={row.quantity} /></span></td>
              <td>{row.warehouse || '–'}</td>
              <td><PaperLink paper={row.document} /> {row.document?.partner}</td>
              <td>{row.reason || '–'}</td>
              <td>{row.by || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { salesApi } from '@/api'
import { Qty, formatDate, formatTime, referenceText } from '@/kit'
import { documentPath } from '@/resource/meta'

interface ReservationRowsProps {
  rows: salesApi.ReservationRow[]
  mayRelease: boolean
  onRelease: (row: salesApi.ReservationRow) => void
  onKeep: (row: salesApi.ReservationRow) => void
}

export function PaperLink({ paper }: { paper: salesApi.PaperRef | null }) {
  return paper ? <Link to={documentPath(paper.type, paper.id)}>{paper.number}</Link> : <>–</>
}

/** Open claims; those on goods to come say what brings them and when. */
export function ReservationRows({ rows, mayRelease, onRelease, onKeep }: ReservationRowsProps) {
  const { t } = useTranslation()
  const kinds = { ORDER: t('sales.kind.ORDER'), NOTICE: t('sales.kind.NOTICE'), LOCK: t('sales.kind.LOCK'), INCOMING: t('sales.kind.INCOMING') }
  return (
    <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('sales.reservations.open')}>
      <table className="hk-plain-table" style={{ minWidth: 860 }}>
        <thead>
          <tr>
            <th>{t('sales.item')}</th>
            <th>{t('sales.kind')}</th>
            <th className="hk-num">{t('sales.quantity')}</th>
            <th>{t('sales.warehouse')}</th>
            <th>{t('sales.for')}</th>
            <th>{t('sales.where')}</th>
            <th>{t('sales.until')}</th>
            {mayRelease ? <th /> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{referenceText(row.item)}</td>
              <td>{kinds[row.kind]}</td>
              <td className="hk-num"><Qty value={row.quantity} /></td>
              <td>{row.warehouse}</td>
              <td>{row.document ? <><PaperLink paper={row.document} />{row.line_no ? ` #${row.line_no}` : ''} {row.document.partner}</> : row.reason || '–'}</td>
              <td>{row.supply ? <><PaperLink paper={row.supply} /> {formatDate(row.due)}</> : [row.bin, row.lot].filter(Boolean).join(' ') || '–'}</td>
              <td>{row.expires_at ? formatTime(row.expires_at) : '–'}</td>
              {mayRelease ? (
                <td>
                  <span className="hk-row">
                    {row.expires_at ? <Button size="small" onClick={() => onKeep(row)}>{t('sales.reservations.keep')}</Button> : null}
                    <Button size="small" danger onClick={() => onRelease(row)}>{t('sales.reservations.release')}</Button>
                  </span>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

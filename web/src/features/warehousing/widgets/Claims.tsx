import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { StockClaim } from '@/api/stock'
import { Qty, formatDate } from '@/kit'
import { useMeta } from '@/resource/meta'

interface ClaimsProps {
  title: string
  none: string
  rows: StockClaim[]
  unit: string
  dated: boolean
}

/** Documents that hold goods back, or bring them. */
export function Claims({ title, none, rows, unit, dated }: ClaimsProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  return (
    <section className="hk-panel hk-stock-part">
      <h2>{title}</h2>
      {rows.length === 0 ? <p className="hk-muted" style={{ margin: 0 }}>{none}</p> : (
        <ul className="hk-claims">
          {rows.map((row, index) => (
            <li key={`${row.document.id}:${index}`}>
              <span className="hk-grow">
                <Link to={row.path}>{meta.document_types.find((type) => type.code === row.document.type)?.label} {row.document.number}</Link>
                <span className="hk-faint"> {[row.partner, row.warehouse].filter(Boolean).join(' · ')}</span>
                {dated ? <span className="hk-faint"> · {row.date ? formatDate(row.date) : t('warehousing.undated')}</span> : null}
              </span>
              <Qty value={row.quantity} unit={unit} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

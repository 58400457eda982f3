import { useTranslation } from 'react-i18next'
import type { ReviewLine } from '@/api/counts'
import { Money, Qty } from '@/kit'
import { describe, lineKey } from '../count'

/** Lines that differ, side by side. */
export function ReviewTable({ lines }: { lines: ReviewLine[] }) {
  const { t } = useTranslation()
  return (
    <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('warehousing.count.review')}>
      <table className="hk-plain-table hk-count-review">
        <thead>
          <tr>
            <th>{t('warehousing.item')}</th><th>{t('warehousing.bin')}</th><th className="hk-num">{t('warehousing.count.book')}</th>
            <th className="hk-num">{t('warehousing.count.quantity')}</th><th className="hk-num">{t('warehousing.count.difference')}</th><th className="hk-num">{t('warehousing.movedAmount')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={lineKey(line)}>
              <td>{line.item.name}<br /><span className="hk-faint">{describe(line)}</span>{line.needs_recount ? <span className="hk-amber"> {t('warehousing.count.again')}</span> : null}</td>
              <td>{line.bin?.code}</td>
              <td className="hk-num"><Qty value={line.book_quantity} /></td>
              <td className="hk-num"><Qty value={line.counted} /></td>
              <td className="hk-num"><Qty value={line.difference} /></td>
              <td className="hk-num"><Money value={line.amount} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The same on a phone: nothing to push aside, the difference big. */
export function ReviewCards({ lines }: { lines: ReviewLine[] }) {
  const { t } = useTranslation()
  return (
    <ul className="hk-cards hk-review-cards">
      {lines.map((line) => (
        <li key={lineKey(line)} className="hk-panel hk-card">
          <span className="hk-card-head">
            <span>{line.item.name}</span>
            <strong className="hk-review-difference"><Qty value={line.difference} /></strong>
          </span>
          <span className="hk-faint">{[describe(line), line.bin?.code].filter(Boolean).join(' · ')}{line.needs_recount ? <span className="hk-amber"> {t('warehousing.count.again')}</span> : null}</span>
          <span className="hk-row" style={{ columnGap: 16 }}>
            <span>{t('warehousing.count.book')} <Qty value={line.book_quantity} /></span>
            <span>{t('warehousing.count.quantity')} <Qty value={line.counted} /></span>
            {line.amount === undefined || line.amount === null ? null : <span>{t('warehousing.movedAmount')} <Money value={line.amount} /></span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

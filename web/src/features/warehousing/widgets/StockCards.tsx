import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OnHandRow } from '@/api/stock'
import { Qty, referenceText } from '@/kit'
import { stockKey, unitName } from '../stock'

export function StockCards({ rows, onOpen, onMore }: { rows: OnHandRow[]; onOpen: (row: OnHandRow) => void; onMore: (() => void) | null }) {
  const { t } = useTranslation()
  return (
    <div className="hk-cards">
      {rows.map((row, index) => (
        <button type="button" key={stockKey(row, index)} className="hk-panel hk-card" onClick={() => onOpen(row)}>
          <span className="hk-card-head"><span className="hk-ellipsis">{row.item?.name}</span><Qty value={row.quantity} unit={unitName(row.unit)} /></span>
          <span className="hk-card-head" style={{ fontWeight: 400, fontSize: 13 }}>
            <span className="hk-faint hk-ellipsis">{[row.item?.code, row.item?.spec, row.warehouse ? referenceText(row.warehouse) : '', row.bin?.code].filter(Boolean).join(' · ')}</span>
            {row.available !== null && row.available !== undefined ? <span className="hk-muted">{t('warehousing.available')} <Qty value={row.available} /></span> : null}
          </span>
        </button>
      ))}
      {onMore ? <Button block onClick={onMore}>{t('resource.more')}</Button> : null}
    </div>
  )
}

import { EllipsisOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DocumentLine, LotOffer } from '@/api'
import { isTracked, lotText, offered, partsText } from './lots'
import './lots.css'

interface LotCellProps {
  line: DocumentLine
  offers: LotOffer[] | undefined
  /** null: the document is only read. */
  onOpen: (() => void) | null
}

/** The lot of a line: the one named, those chosen or taken; else, in grey, what would be taken by itself. */
export function LotCell({ line, offers, onOpen }: LotCellProps) {
  const { t } = useTranslation()
  const told = lotText(line)
  const would = told === '' && offers ? partsText(offered(offers)) : ''
  return (
    <span className="hk-lot-cell">
      <Tooltip title={told || would}>
        <span className={told ? 'hk-ellipsis hk-grow' : 'hk-ellipsis hk-grow hk-faint'}>{told || (would ? t('documents.lots.would', { lots: would }) : '')}</span>
      </Tooltip>
      {onOpen && isTracked(line) ? (
        <button type="button" tabIndex={-1} className="hk-lot-open" aria-label={t('documents.lots')} onMouseDown={(event) => { event.preventDefault(); event.stopPropagation(); onOpen() }}><EllipsisOutlined /></button>
      ) : null}
    </span>
  )
}

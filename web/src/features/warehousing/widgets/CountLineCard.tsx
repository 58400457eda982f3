import { MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isNegative, normaliseDecimal, referenceText, subtractDecimals, sumDecimals } from '@/kit'
import type { CountLine } from '../count'

interface CountLineCardProps {
  line: CountLine
  hit: boolean
  disabled: boolean
  onCount: (value: string) => void
}

export function CountLineCard({ line, hit, disabled, onCount }: CountLineCardProps) {
  const { t } = useTranslation()
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (hit) card.current?.scrollIntoView({ block: 'center' })
  }, [hit, line.counted])
  const less = () => {
    const next = subtractDecimals(line.counted || '0', '1')
    if (!isNegative(next)) onCount(next)
  }
  const bad = line.counted !== '' && normaliseDecimal(line.counted) === null
  return (
    <div ref={card} className={hit ? 'hk-panel hk-count-line hk-count-hit' : 'hk-panel hk-count-line'}>
      <div style={{ minWidth: 0 }}>
        <div className="hk-ellipsis">{line.item.name ?? line.item.code ?? line.item.id}</div>
        <div className="hk-faint hk-ellipsis">{[line.item.code, line.item.spec, line.lot ? referenceText(line.lot) : ''].filter(Boolean).join(' · ')}</div>
      </div>
      <div className="hk-count-entry">
        <Button icon={<MinusOutlined />} disabled={disabled} aria-label={t('warehousing.count.less')} onClick={less} />
        <Input value={line.counted} disabled={disabled} inputMode="decimal" placeholder="–" status={bad ? 'error' : ''} aria-label={`${t('warehousing.count.quantity')} ${line.item.name ?? ''}`}
          onFocus={(event) => event.target.select()} onChange={(event) => onCount(event.target.value)} />
        <Button icon={<PlusOutlined />} disabled={disabled} aria-label={t('warehousing.count.moreOne')} onClick={() => onCount(sumDecimals([line.counted, '1']))} />
        <span className="hk-faint">{line.unit}</span>
      </div>
    </div>
  )
}

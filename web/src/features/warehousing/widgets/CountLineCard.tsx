import { MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CountedLine, Entry } from '@/api/counts'
import { isNegative, subtractDecimals, useErrorText } from '@/kit'
import { describe, isScan, readCount } from '../count'

interface CountLineCardProps {
  line: CountedLine
  counted: string | null
  hit: boolean
  disabled: boolean
  book: ReactNode
  onCount: (quantity: string, mode: Entry['mode']) => Promise<void>
  onScan: (code: string) => void
}

export function CountLineCard({ line, counted, hit, disabled, book, onCount, onScan }: CountLineCardProps) {
  const { t } = useTranslation()
  const card = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const say = useErrorText()
  useEffect(() => {
    if (hit) card.current?.scrollIntoView({ block: 'nearest' })
  }, [hit, counted])

  const send = async (quantity: string, mode: Entry['mode']) => {
    setBusy(true)
    setRefusal(null)
    try {
      await onCount(quantity, mode)
      setTyped(null)
    } catch (error) {
      setRefusal(say(error))
    } finally {
      setBusy(false)
    }
  }
  const settle = () => {
    const quantity = readCount(typed ?? '')
    if (typed !== null && quantity !== null && quantity !== counted) void send(quantity, 'SET')
    else if (typed === '' || (quantity !== null && quantity === counted)) { setTyped(null); setRefusal(null) }
  }
  const press = () => {
    if (typed === null || !isScan(typed)) return settle()
    setTyped(null)
    onScan(typed.trim())
  }
  const less = () => {
    const next = subtractDecimals(counted ?? '0', '1')
    if (!isNegative(next)) void send(next, 'SET')
  }
  const bad = typed !== null && typed !== '' && readCount(typed) === null
  const wrong = refusal ?? (bad ? t('warehousing.count.unreadable') : null)
  return (
    <div ref={card} className={hit ? 'hk-panel hk-count-line hk-count-hit' : 'hk-panel hk-count-line'}>
      <div style={{ minWidth: 0 }}>
        <div className="hk-ellipsis">{line.item.name ?? line.item.code}</div>
        <div className="hk-faint hk-ellipsis">{describe(line)}{book ? <> · {t('warehousing.count.book')} {book}</> : null}</div>
      </div>
      <div className="hk-count-entry">
        <Button icon={<MinusOutlined />} disabled={disabled || busy} aria-label={t('warehousing.count.less')} onClick={less} />
        <Input value={typed ?? counted ?? ''} disabled={disabled} inputMode="decimal" placeholder="–" status={wrong ? 'error' : ''} aria-label={`${t('warehousing.count.quantity')} ${line.item.name ?? ''}`}
          onFocus={(event) => event.target.select()} onChange={(event) => setTyped(event.target.value)} onBlur={settle} onPressEnter={press} />
        <Button icon={<PlusOutlined />} disabled={disabled || busy} aria-label={t('warehousing.count.moreOne')} onClick={() => void send('1', 'ADD')} />
        <span className="hk-faint">{line.unit?.name}</span>
      </div>
      {wrong ? <div className="hk-negative hk-count-wrong" role="alert">{wrong}</div> : null}
    </div>
  )
}

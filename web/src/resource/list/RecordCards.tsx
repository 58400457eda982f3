import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, RecordRow } from '@/api'
import { FieldValue } from '../fields/FieldValue'
import { unitOf, valueOf } from './columns'

interface RecordCardsProps {
  fields: FieldSpec[]
  rows: RecordRow[]
  onOpen: (row: RecordRow) => void
  hasMore: boolean
  onEnd: () => void
}

const BELOW = 6

/** A list on a phone: one card a record, the first field and the state as its head, the next that say something below. */
export function RecordCards({ fields, rows, onOpen, hasMore, onEnd }: RecordCardsProps) {
  const { t } = useTranslation()
  const end = useRef<HTMLDivElement>(null)
  const state = fields.find((field) => field.type === 'state')
  const plain = fields.filter((field) => field !== state)
  const [first, ...rest] = plain

  useEffect(() => {
    const element = end.current
    if (!element || !hasMore) return
    const watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) onEnd()
    }, { rootMargin: '600px' })
    watch.observe(element)
    return () => watch.disconnect()
  }, [hasMore, onEnd, rows.length])

  return (
    <div className="hk-cards">
      {rows.map((row) => (
        <button type="button" key={row.id} className="hk-panel hk-card hk-card-lazy" onClick={() => onOpen(row)}>
          <span className="hk-card-head">
            {first ? <FieldValue field={first} value={row[first.name]} unit={unitOf(row, first)} /> : row.id}
            {state ? <FieldValue field={state} value={row[state.name]} /> : null}
          </span>
          <dl>
            {rest.filter((field) => row[field.name] !== null && row[field.name] !== undefined && row[field.name] !== '').slice(0, BELOW).map((field) => (
              <div key={field.name} style={{ display: 'contents' }}>
                <dt>{field.label}</dt>
                <dd><FieldValue field={field} value={valueOf(row, field)} unit={unitOf(row, field)} /></dd>
              </div>
            ))}
          </dl>
        </button>
      ))}
      <div ref={end}>{hasMore ? <Button block onClick={onEnd}>{t('resource.more')}</Button> : null}</div>
    </div>
  )
}

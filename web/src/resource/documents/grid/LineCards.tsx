import { PlusOutlined } from '@ant-design/icons'
import { Button, Drawer, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, LotOffer, Reference } from '@/api'
import { Money, Notice, Qty, normaliseDecimal } from '@/kit'
import { FieldInput } from '../../fields/FieldInput'
import { FieldValue } from '../../fields/FieldValue'
import { ruleHelp } from '../../rules/lines'
import { ruledFields } from '../../rules/rules'
import type { Beside } from '../../rules/rules'
import { LotCell } from '../lots/LotCell'
import { isBlank, isEditable } from './model'
import type { Grid } from './useGrid'

interface LineCardsProps {
  grid: Grid
  readOnly: boolean
  errors: Record<number, Record<string, string[]>>
  lookupExtra: (field: FieldSpec, row: number) => Record<string, string> | undefined
  offers: Record<string, LotOffer[]>
  onLots: (row: number) => void
  /** What rules of fields are worked out on, the line apart. */
  beside: Beside
}

/** How much of a row without goods its card tells. */
const CARD_FIELDS = 4

/** The lines on a phone: cards to look at, a sheet to fill one line at a time. */
export function LineCards({ grid, readOnly, errors, lookupExtra, offers, onLots, beside }: LineCardsProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<number | null>(null)
  const { rows, fields } = grid
  const row = open === null ? undefined : rows[open]

  const add = () => {
    const last = rows[rows.length - 1]
    if (last && isBlank(last)) {
      setOpen(rows.length - 1)
      return
    }
    grid.setActive({ row: rows.length - 1, column: fields.length - 1 })
    grid.append()
    setOpen(rows.length)
  }

  return (
    <div className="hk-line-cards">
      {rows.map((entry, index) => {
        if (isBlank(entry)) return null
        const item = entry.line['item'] as Reference | null
        const unit = entry.line['unit'] as Reference | null
        const bad = errors[index]
        if (!fields.some((field) => field.name === 'item')) {
          return (
            <button type="button" key={entry.key} className={bad ? 'hk-panel hk-card hk-line-card-bad' : 'hk-panel hk-card'} onClick={() => { grid.setActive({ row: index, column: 0 }); setOpen(index) }}>
              {fields.slice(0, CARD_FIELDS).map((field, at) => (
                <span key={field.name} className={at === 0 ? 'hk-card-head' : 'hk-row'}>{at === 0 ? null : <span className="hk-faint">{field.label}</span>}<FieldValue field={field} value={entry.line[field.name]} /></span>
              ))}
              {bad ? <span className="hk-negative">{Object.values(bad).flat().join(' ')}</span> : null}
            </button>
          )
        }
        return (
          <button type="button" key={entry.key} className={bad ? 'hk-panel hk-card hk-line-card-bad' : 'hk-panel hk-card'} onClick={() => { grid.setActive({ row: index, column: 0 }); setOpen(index) }}>
            <span className="hk-card-head">
              <span className="hk-ellipsis">{item?.name ?? item?.code}</span>
              <Qty value={entry.line['quantity']} unit={unit?.name} />
            </span>
            <span className="hk-card-head" style={{ fontWeight: 400, fontSize: 13 }}>
              <span className="hk-faint hk-ellipsis">{[item?.code, item?.spec].filter(Boolean).join(' ')}</span>
              {normaliseDecimal(entry.line['total'] ?? entry.line['amount']) !== null ? <Money value={entry.line['total'] ?? entry.line['amount']} /> : null}
            </span>
            {bad ? <span className="hk-negative">{Object.values(bad).flat().join(' ')}</span> : null}
          </button>
        )
      })}
      {readOnly ? null : <Button block icon={<PlusOutlined />} style={{ height: 48 }} onClick={add}>{t('documents.row.add')}</Button>}
      <Drawer open={row !== undefined} onClose={() => setOpen(null)} placement="bottom" size="90%" title={t('documents.row.title', { row: (open ?? 0) + 1 })}
        footer={readOnly || open === null ? null : (
          <div className="hk-row">
            <Button danger type="text" onClick={() => { grid.setActive({ row: open, column: 0 }); grid.remove(); setOpen(null) }}>{t('documents.row.remove')}</Button>
            <span className="hk-grow" />
            <Button type="primary" style={{ height: 48, minWidth: 120 }} onClick={() => setOpen(null)}>{t('documents.row.done')}</Button>
          </div>
        )}>
        {row && open !== null ? (
          <Form layout="vertical">
            {errors[open] ? <Notice messages={Object.values(errors[open] ?? {}).flat()} /> : null}
            {ruledFields(fields, { ...beside, line: row.line }).map((field) => (
              <Form.Item key={field.name} label={field.label} required={field.required ?? false} {...ruleHelp(field, { ...beside, line: row.line })}>
                {field.name === 'lot' ? <LotCell line={row.line} offers={offers[row.key]} onOpen={readOnly ? null : () => onLots(open)} /> : null}
                {isEditable(field) && !readOnly ? (
                  <FieldInput field={field} value={row.line[field.name]} onChange={(value) => grid.set(open, { [field.name]: value })} {...(lookupExtra(field, open) ? { lookupExtra: lookupExtra(field, open) as Record<string, string> } : {})} />
                ) : <FieldValue field={field} value={row.line[field.name]} />}
              </Form.Item>
            ))}
          </Form>
        ) : null}
      </Drawer>
    </div>
  )
}

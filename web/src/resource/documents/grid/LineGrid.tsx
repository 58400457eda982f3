import { useVirtualizer } from '@tanstack/react-virtual'
import { App, Button } from 'antd'
import { useMemo, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, LotOffer } from '@/api'
import { useErrorText } from '@/kit'
import { DerivedTotal } from '../../explain/Derived'
import { FieldValue } from '../../fields/FieldValue'
import { isNumberField } from '../../fields/values'
import { openCells } from '../../rules/lines'
import { ruledFields } from '../../rules/rules'
import type { Beside } from '../../rules/rules'
import { CellEditor } from './CellEditor'
import { GridRowView } from './GridRowView'
import { totalsOf } from './model'
import { onArrow, onTab } from './navigation'
import type { Grid } from './useGrid'
import './grid.css'

interface LineGridProps {
  grid: Grid
  readOnly: boolean
  /** Row → field ('' for the row) → messages. */
  errors: Record<number, Record<string, string[]>>
  /** Narrows a picker by what the header or the line says. */
  lookupExtra: (field: FieldSpec, row: number) => Record<string, string> | undefined
  label: string
  outgoing: boolean
  offers: Record<string, LotOffer[]>
  onLots: (row: number) => void
  /** What rules of fields are worked out on, the line apart. */
  beside: Beside
  /** The saved document whose totals can be asked how they came about. */
  saved?: { id: string; rev: number } | undefined
}

const ROW = 34
/** So few columns keep to their width, with some room, instead of filling the page. */
const FEW = 4
const ROOMY = 2
const WIDTH: Record<string, number> = { item: 260, remarks: 180, quantity: 100, unit: 76, price: 104, tax_rate: 72, lot: 120, source: 150 }

export const gridWidth = (field: FieldSpec): number => WIDTH[field.name] ?? field.width ?? (isNumberField(field) ? 104 : 120)

const ASKED = ['amount', 'tax', 'total']

/** The sum of a column; of money on a saved document with its derivation. */
function Total({ field, value, saved }: { field: FieldSpec; value: unknown; saved: LineGridProps['saved'] }) {
  const shown = <FieldValue field={field} value={value} />
  return saved && ASKED.includes(field.name) ? <DerivedTotal document={saved.id} rev={saved.rev} column={field.name} label={field.label}>{shown}</DerivedTotal> : shown
}

/** The lines of a document as a sheet: keyboard first, only the rows in sight are drawn. */
export function LineGrid({ grid, readOnly, errors, lookupExtra, label, outgoing, offers, onLots, beside, saved }: LineGridProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const scroller = useRef<HTMLDivElement>(null)
  const { fields, rows, active } = grid
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 12 })
  const drawn = virtual.getVirtualItems()
  const before = drawn[0]?.start ?? 0
  const after = virtual.getTotalSize() - (drawn[drawn.length - 1]?.end ?? 0)
  const totals = useMemo(() => totalsOf(rows, fields), [rows, fields])
  const few = fields.length <= FEW
  const widthOf = (field: FieldSpec) => gridWidth(field) * (few ? ROOMY : 1)
  const width = 44 + fields.reduce((sum, field) => sum + widthOf(field), 0)

  const paste = (text: string): boolean => {
    if (!/[\t\n]/.test(text.trim())) return false
    grid.paste(text).then(
      ({ rows: count, unknown }) => {
        void message.success(t('documents.pasted', { count }))
        if (unknown.length > 0) void message.warning(t('documents.pasted.unknown', { items: unknown.slice(0, 8).join(', '), count: unknown.length }), 8)
      },
      (error: unknown) => void message.error(say(error)),
    )
    return true
  }

  const focusRow = (row: number) => virtual.scrollToIndex(row)

  const onKey = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey
    const verbs: Record<string, (() => void) | undefined> = {
      Insert: grid.insert,
      ...(mod ? { d: grid.down, D: grid.down, z: grid.undo, Delete: grid.remove, Backspace: grid.remove, r: grid.duplicate } : {}),
    }
    const verb = verbs[event.key]
    if (verb) {
      event.preventDefault()
      verb()
    } else if (event.key === 'Enter' && !mod) {
      event.preventDefault()
      grid.enter()
      focusRow(active.row + 1)
    } else if (event.key === 'Tab') {
      const next = onTab(active, grid.shape, event.shiftKey)
      if (!next) return
      event.preventDefault()
      grid.setActive(next)
      focusRow(next.row)
    } else if (/^(Arrow|Page|Home|End)/.test(event.key) && !mod) {
      event.preventDefault()
      const next = onArrow(active, event.key, grid.shape)
      grid.setActive(next)
      focusRow(next.row)
    }
  }

  return (
    <div className="hk-grid-box">
      <div ref={scroller} className="hk-grid-scroll" tabIndex={readOnly ? 0 : -1}>
        <table className="hk-grid" role="grid" aria-label={label} aria-rowcount={rows.length + 1} style={few ? { width, maxWidth: '100%' } : { minWidth: width }}>
          <colgroup>
            <col style={{ width: 44 }} />
            {fields.map((field) => <col key={field.name} style={{ width: widthOf(field) }} />)}
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className="hk-num">#</th>
              {fields.map((field) => (
                <th key={field.name} scope="col" className={isNumberField(field) ? 'hk-num' : ''} title={field.help ?? field.label}>
                  {field.label}{field.required && !readOnly ? <span className="hk-required" aria-hidden> *</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 ? <tr aria-hidden style={{ height: before }} /> : null}
            {drawn.map(({ index }) => {
              const row = rows[index]
              if (!row) return null
              return (
                <GridRowView key={row.key} row={row} index={index} fields={fields} editable={openCells(fields, grid.shape.editable, { ...beside, line: row.line })} readOnly={readOnly} outgoing={outgoing}
                  activeColumn={!readOnly && grid.entered && index === active.row ? active.column : -1}
                  entryColumn={!readOnly && !grid.entered && index === active.row ? active.column : -1} errors={errors[index]}
                  onActivate={(column) => grid.setActive({ row: index, column })} offers={offers[row.key]} onLots={() => onLots(index)}
                  editor={(field) => (
                    <CellEditor key={`${row.key}:${field.name}`} field={ruledFields([field], { ...beside, line: row.line })[0] ?? field} value={row.line[field.name]} lookupExtra={lookupExtra(field, index)}
                      onCommit={(value) => grid.set(index, { [field.name]: value })} onKey={onKey} onPaste={paste} />
                  )} onKey={onKey} />
              )
            })}
            {after > 0 ? <tr aria-hidden style={{ height: after }} /> : null}
          </tbody>
          <tfoot>
            <tr>
              <td />
              {fields.map((field, index) => (
                <td key={field.name} className={isNumberField(field) ? 'hk-num' : ''}>
                  {totals[field.name] !== undefined ? <Total field={field} value={totals[field.name]} saved={saved} /> : index === 0 ? t('resource.total') : null}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      {readOnly ? null : (
        <div className="hk-row hk-grid-bar">
          <Button size="small" type="text" onClick={grid.insert}>{t('documents.row.insert')}</Button>
          <Button size="small" type="text" onClick={grid.duplicate}>{t('documents.row.duplicate')}</Button>
          <Button size="small" type="text" onClick={grid.remove}>{t('documents.row.remove')}</Button>
          <Button size="small" type="text" onClick={grid.undo}>{t('documents.row.undo')}</Button>
          {fields.some((field) => field.name === 'item') ? <span className="hk-faint">{t('documents.grid.hint')}</span> : null}
        </div>
      )}
    </div>
  )
}

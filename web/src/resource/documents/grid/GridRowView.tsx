import { Tooltip } from 'antd'
import type { KeyboardEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, LotOffer, Reference } from '@/api'
import { compareDecimals, normaliseDecimal } from '@/kit'
import { FieldValue } from '../../fields/FieldValue'
import { isNumberField } from '../../fields/values'
import { LotCell } from '../lots/LotCell'
import type { GridRow } from './model'

interface GridRowViewProps {
  row: GridRow
  index: number
  fields: FieldSpec[]
  editable: boolean[]
  readOnly: boolean
  /** Goods leave by this document: less available than wanted is worth a red figure. */
  outgoing: boolean
  activeColumn: number
  /** The cell through which Tab comes into the grid; -1 once it was entered. */
  entryColumn: number
  errors: Record<string, string[]> | undefined
  onActivate: (column: number) => void
  editor: (field: FieldSpec) => ReactNode
  onKey: (event: KeyboardEvent) => void
  /** Lots this line would take by itself; opens all of them. */
  offers?: LotOffer[] | undefined
  onLots?: (() => void) | undefined
}

function unitName(row: GridRow): string | undefined {
  const unit = row.line['unit'] ?? row.line['base_unit']
  return typeof unit === 'object' && unit !== null ? (unit as Reference).name : undefined
}

function ItemCell({ value }: { value: unknown }) {
  if (typeof value !== 'object' || value === null) return null
  const item = value as Reference
  return (
    <span className="hk-item hk-ellipsis" title={[item.code, item.name, item.spec].filter(Boolean).join(' ')}>
      <span className="hk-faint">{item.code}</span> {item.name} {item.spec ? <span className="hk-faint">{item.spec}</span> : null}
    </span>
  )
}

function Value({ field, row, editable, offers, onLots }: { field: FieldSpec; row: GridRow; editable: boolean } & Pick<GridRowViewProps, 'offers' | 'onLots'>) {
  const value = row.line[field.name]
  if (field.name === 'lot') return <LotCell line={row.line} offers={offers} onOpen={editable ? (onLots ?? null) : null} />
  if (field.name === 'item') return <ItemCell value={value} />
  if ((value === null || value === undefined || value === '') && editable) return null
  return <FieldValue field={field} value={value} unit={field.name.endsWith('_quantity') ? unitName(row) : undefined} />
}

/** One line; the cell under the cursor holds the editor. */
export function GridRowView({ row, index, fields, editable, readOnly, outgoing, activeColumn, entryColumn, errors, onActivate, editor, onKey, offers, onLots }: GridRowViewProps) {
  const { t } = useTranslation()
  const wholeRow = errors?.['']
  const all = errors ? Object.values(errors).flat() : []
  const short = outgoing && normaliseDecimal(row.line['available']) !== null && compareDecimals(row.line['available'], row.line['base_quantity'] ?? row.line['quantity']) < 0
  return (
    <tr className={errors ? 'hk-grid-error' : ''} aria-rowindex={index + 2}>
      <td className="hk-num hk-faint">
        {errors ? (
          <Tooltip title={all.join(' ')}>
            <button type="button" className="hk-row-alert" aria-label={t('documents.row.problem', { row: index + 1, text: all.join(' ') })} onClick={() => onActivate(Math.max(0, editable.indexOf(true)))}>!</button>
          </Tooltip>
        ) : index + 1}
      </td>
      {fields.map((field, column) => {
        const messages = errors?.[field.name] ?? (column === 0 ? wholeRow : undefined)
        const isActive = column === activeColumn
        const className = [
          isNumberField(field) ? 'hk-num' : '', isActive ? 'hk-cell-active' : '', messages ? 'hk-cell-bad' : '',
          !editable[column] && !readOnly ? 'hk-cell-fixed' : '', field.name === 'available' && short ? 'hk-cell-short' : '',
        ].filter(Boolean).join(' ')
        const typed = isActive && editable[column]
        return (
          <td key={field.name} role="gridcell" className={className} aria-invalid={messages ? true : undefined}
            {...(isActive && !typed ? { tabIndex: 0, ref: (element: HTMLTableCellElement | null) => element?.focus({ preventScroll: true }), onKeyDown: onKey } : {})}
            {...(column === entryColumn ? { tabIndex: 0, onFocus: () => onActivate(column) } : {})}
            onMouseDown={(event) => { if (!readOnly && !isActive) { event.preventDefault(); onActivate(column) } }}>
            {typed ? editor(field) : <Value field={field} row={row} editable={editable[column] === true && !readOnly} offers={offers} onLots={onLots} />}
            {messages ? <span className="hk-cell-message">{messages.join(' ')}</span> : null}
          </td>
        )
      })}
    </tr>
  )
}

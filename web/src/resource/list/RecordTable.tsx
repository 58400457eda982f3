import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, ListPage, RecordRow } from '@/api'
import { FieldValue } from '../fields/FieldValue'
import { isNumberField } from '../fields/values'
import { HeaderCell } from './HeaderCell'
import { RecordLine, SelectBox } from './RecordLine'
import { nextSort, valueOf, widthOf } from './columns'

interface RecordTableProps {
  fields: FieldSpec[]
  rows: RecordRow[]
  totals: NonNullable<ListPage['totals']>
  loading: boolean
  sort: string
  onSort: (sort: string) => void
  onOpen: (row: RecordRow) => void
  onEnd: () => void
  onWidth: (field: string, width: number) => void
  density: 'small' | 'middle'
  active?: string | null
  selected: string[]
  onSelect?: ((ids: string[]) => void) | undefined
}

const HEIGHTS = { small: 35, middle: 43 }
const SELECT_WIDTH = 40
const AHEAD = 20

/** A table of any length: header, totals and first column stay, and only the rows in sight exist, however many were loaded. */
export function RecordTable(props: RecordTableProps) {
  const { fields, rows, totals, loading, sort, onSort, onOpen, onEnd, onWidth, density, active, selected, onSelect } = props
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const height = HEIGHTS[density]
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => height, overscan: 12 })
  useEffect(() => virtual.measure(), [virtual, height])
  const drawn = virtual.getVirtualItems()
  const before = drawn[0]?.start ?? 0
  const after = virtual.getTotalSize() - (drawn[drawn.length - 1]?.end ?? 0)
  const lastIndex = drawn[drawn.length - 1]?.index ?? 0
  useEffect(() => {
    if (rows.length > 0 && lastIndex >= rows.length - AHEAD) onEnd()
  }, [lastIndex, rows.length, onEnd])

  const chosen = useMemo(() => new Set(selected), [selected])
  // Lines are drawn anew only when they change themselves: what they call always finds the newest choice.
  const choice = useRef({ selected, onSelect, onOpen })
  useEffect(() => {
    choice.current = { selected, onSelect, onOpen }
  })
  const acts = useMemo(() => ({
    open: (row: RecordRow) => choice.current.onOpen(row),
    toggle: (id: string) => {
      const { selected: known, onSelect: tell } = choice.current
      tell?.(known.includes(id) ? known.filter((entry) => entry !== id) : [...known, id])
    },
  }), [])
  const all = rows.length > 0 && rows.every((row) => chosen.has(row.id))
  const width = fields.reduce((sum, field) => sum + widthOf(field), onSelect ? SELECT_WIDTH : 0)
  const hasTotals = fields.some((field) => valueOf(totals, field) !== undefined)

  return (
    <div ref={box} className={`hk-records hk-records-${density}${onSelect ? ' hk-records-choose' : ''}`} tabIndex={0} role="region" aria-label={t('resource.records')} aria-busy={loading}>
      <table style={{ minWidth: width }}>
        <colgroup>
          {onSelect ? <col style={{ width: SELECT_WIDTH }} /> : null}
          {fields.map((field) => <col key={field.name} style={{ width: widthOf(field) }} />)}
        </colgroup>
        <thead>
          <tr>
            {onSelect ? <th className="hk-records-pick"><SelectBox label={t('resource.selectAll')} checked={all} some={!all && chosen.size > 0} onChange={() => onSelect(all ? [] : rows.map((row) => row.id))} /></th> : null}
            {fields.map((field) => {
              const order = sort === field.name ? 'ascending' : sort === `-${field.name}` ? 'descending' : undefined
              return (
                <HeaderCell key={field.name} scope="col" className={isNumberField(field) ? 'hk-num' : ''} aria-sort={order} resize={{ width: widthOf(field), onWidth: (next) => onWidth(field.name, next) }}>
                  {field.sortable === false ? field.label : (
                    <button type="button" className="hk-records-sort" title={field.label} onClick={() => onSort(nextSort(sort, field.name))}>
                      <span className="hk-ellipsis">{field.label}</span>
                      {order === 'ascending' ? <CaretUpOutlined aria-hidden /> : order === 'descending' ? <CaretDownOutlined aria-hidden /> : null}
                    </button>
                  )}
                </HeaderCell>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <tr aria-hidden style={{ height: before }} /> : null}
          {drawn.map(({ index }) => {
            const row = rows[index] as RecordRow
            return <RecordLine key={row.id} row={row} fields={fields} active={row.id === active} selected={onSelect ? chosen.has(row.id) : null} onOpen={acts.open} onToggle={acts.toggle} />
          })}
          {after > 0 ? <tr aria-hidden style={{ height: after }} /> : null}
        </tbody>
        {hasTotals ? (
          <tfoot>
            <tr>
              {onSelect ? <td className="hk-records-pick" /> : null}
              {fields.map((field, index) => (
                <td key={field.name} className={isNumberField(field) ? 'hk-num' : ''}>
                  {valueOf(totals, field) !== undefined ? <FieldValue field={field} value={valueOf(totals, field)} /> : index === 0 ? t('resource.total') : null}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  )
}

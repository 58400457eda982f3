import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { CSSProperties, ReactNode } from 'react'
import './workbench.css'

export interface PlainColumn<Row> {
  key: string
  title: ReactNode
  width: number
  number?: boolean
  render: (row: Row) => ReactNode
  total?: ReactNode
  /** Stays in sight while the others move under it. */
  pin?: 'left' | 'right' | undefined
}

/** A pinned column stands beside those pinned before (left) or after it (right). */
function pinned<Row>(columns: PlainColumn<Row>[]): { className: string; style?: CSSProperties }[] {
  const beside = (some: PlainColumn<Row>[], side: 'left' | 'right') => some.reduce((sum, column) => sum + (column.pin === side ? column.width : 0), 0)
  return columns.map(({ number, pin }, index) => {
    const className = [number ? 'hk-num' : '', pin ? `hk-pin hk-pin-${pin}` : ''].filter(Boolean).join(' ')
    if (pin === 'left') return { className, style: { left: beside(columns.slice(0, index), pin) } }
    if (pin === 'right') return { className, style: { right: beside(columns.slice(index + 1), pin) } }
    return { className }
  })
}

interface PlainTableProps<Row> {
  columns: PlainColumn<Row>[]
  rows: Row[]
  rowKey: (row: Row, index: number) => string
  onRow?: (row: Row) => void
  onEnd?: () => void
  label: string
  /** Fixed height; without it the table fills its box. */
  height?: number | string
  activeKey?: string | null
}

const ROW = 34

/** A read-only table of any length: header and totals stay, only rows in sight are drawn. */
export function PlainTable<Row>({ columns, rows, rowKey, onRow, onEnd, label, height, activeKey }: PlainTableProps<Row>) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 16 })
  const drawn = virtual.getVirtualItems()
  const last = drawn[drawn.length - 1]
  const before = drawn[0]?.start ?? 0
  const after = virtual.getTotalSize() - (last?.end ?? 0)
  const lastIndex = last?.index ?? 0
  const cells = pinned(columns)

  useEffect(() => {
    if (onEnd && rows.length > 0 && lastIndex >= rows.length - 20) onEnd()
  }, [lastIndex, rows.length, onEnd])

  return (
    <div ref={box} className="hk-sheet" style={height ? { maxHeight: height, flex: 'none' } : {}} tabIndex={0} role="region" aria-label={label}>
      <table style={{ minWidth: columns.reduce((sum, column) => sum + column.width, 0) }}>
        <colgroup>{columns.map((column) => <col key={column.key} style={{ width: column.width }} />)}</colgroup>
        <thead>
          <tr>{columns.map((column, place) => <th key={column.key} scope="col" {...cells[place]}>{column.title}</th>)}</tr>
        </thead>
        <tbody>
          {before > 0 ? <tr aria-hidden style={{ height: before }} /> : null}
          {drawn.map(({ index }) => {
            const row = rows[index] as Row
            const key = rowKey(row, index)
            return (
              <tr key={key} className={onRow ? 'hk-sheet-link' : ''} aria-selected={activeKey === key || undefined} onClick={onRow ? () => onRow(row) : undefined}
                {...(onRow ? { tabIndex: 0, onKeyDown: (event: React.KeyboardEvent) => { if (event.key === 'Enter') onRow(row) } } : {})}>
                {columns.map((column, place) => <td key={column.key} {...cells[place]}>{column.render(row)}</td>)}
              </tr>
            )
          })}
          {after > 0 ? <tr aria-hidden style={{ height: after }} /> : null}
        </tbody>
        {columns.some((column) => column.total !== undefined) ? (
          <tfoot><tr>{columns.map((column, place) => <td key={column.key} {...cells[place]}>{column.total}</td>)}</tr></tfoot>
        ) : null}
      </table>
    </div>
  )
}

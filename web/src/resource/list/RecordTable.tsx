import { Table } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { UIEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, ListPage, RecordRow } from '@/api'
import { FieldValue } from '../fields/FieldValue'
import { isNumberField } from '../fields/values'
import { HeaderCell } from './HeaderCell'
import { columnsOf, valueOf, widthOf } from './columns'

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

const PARTS = { header: { cell: HeaderCell } }
const HEADER = 40
const SUMMARY = 38

/** The height left inside the page, so that rows scroll below a header that stays. */
function useBoxHeight(): [React.RefObject<HTMLDivElement | null>, number, number] {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 800, height: 400 })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return [box, size.width, size.height]
}

/** A virtual table: only the rows in sight exist, however many were loaded. */
export function RecordTable(props: RecordTableProps) {
  const { fields, rows, totals, loading, sort, onSort, onOpen, onEnd, onWidth, density, active, selected, onSelect } = props
  const { t } = useTranslation()
  const [box, width, height] = useBoxHeight()
  const columns = useMemo(() => columnsOf(fields, { sort, onOpen, onWidth, firstIsLink: true }), [fields, sort, onOpen, onWidth])
  const shown = fields.some((field) => valueOf(totals, field) !== undefined)
  const total = fields.reduce((sum, field) => sum + widthOf(field), onSelect ? 36 : 0)

  const onScroll = (event: UIEvent<HTMLElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget
    if (scrollHeight - scrollTop - clientHeight < 600) onEnd()
  }

  return (
    <div ref={box} className="hk-table-box">
      <Table<RecordRow> virtual components={PARTS} size={density} rowKey="id" columns={columns} dataSource={rows} loading={{ spinning: loading, delay: 300 }}
        pagination={false} scroll={{ x: Math.max(total, width), y: Math.max(height - HEADER - (shown ? SUMMARY : 0), 120) }}
        onScroll={onScroll} rowClassName={(row) => (row.id === active ? 'hk-row-active' : '')}
        onRow={(row) => ({ onClick: () => onOpen(row), style: { cursor: 'pointer' } })}
        onChange={(_pages, _filters, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter
          const name = String(one?.columnKey ?? '')
          onSort(one?.order === 'ascend' ? name : one?.order === 'descend' ? `-${name}` : '')
        }}
        {...(onSelect
          ? {
              rowSelection: {
                selectedRowKeys: selected,
                columnWidth: 36,
                fixed: true,
                onChange: (keys: React.Key[]) => onSelect(keys.map(String)),
                onCell: () => ({ onClick: (event: React.MouseEvent) => event.stopPropagation() }),
                getCheckboxProps: (row: RecordRow) => ({ 'aria-label': `${t('resource.select')} ${row.id}` }),
                getTitleCheckboxProps: () => ({ 'aria-label': t('resource.selectAll') }),
              },
            }
          : {})}
        {...(shown
          ? {
              summary: () => (
                <Table.Summary fixed>
                  <Table.Summary.Row>
                    {onSelect ? <Table.Summary.Cell index={0} /> : null}
                    {fields.map((field, index) => (
                      <Table.Summary.Cell key={field.name} index={index + (onSelect ? 1 : 0)} align={isNumberField(field) ? 'right' : 'left'}>
                        {valueOf(totals, field) !== undefined ? <strong><FieldValue field={field} value={valueOf(totals, field)} /></strong> : index === 0 ? t('resource.total') : null}
                      </Table.Summary.Cell>
                    ))}
                  </Table.Summary.Row>
                </Table.Summary>
              ),
            }
          : {})} />
    </div>
  )
}

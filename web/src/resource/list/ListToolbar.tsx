import { DownloadOutlined, FilterOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Dropdown, Input, Popover } from 'antd'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec } from '@/api'
import { usePhone } from '@/kit'
import { ColumnsMenu } from './ColumnsMenu'
import { FilterChips } from './FilterChips'
import { FilterEditor } from './FilterEditor'
import type { ListQuery } from './filters'
import type { Layout } from './layout'

interface ListToolbarProps {
  fields: FieldSpec[]
  query: ListQuery
  onQuery: (query: Partial<ListQuery>) => void
  layout: Layout
  onLayout: (layout: Layout) => void
  onExport?: ((format: 'xlsx' | 'csv') => void) | undefined
  count: string
  /** What is added up over the whole list. */
  total?: ReactNode
}

export function ListToolbar({ fields, query, onQuery, layout, onLayout, onExport, count, total }: ListToolbarProps) {
  const { t } = useTranslation()
  const phone = usePhone()
  const [q, setQ] = useState(query.q)
  const [editing, setEditing] = useState(false)

  useEffect(() => setQ(query.q), [query.q])
  useEffect(() => {
    if (q === query.q) return
    const timer = setTimeout(() => onQuery({ q }), 250)
    return () => clearTimeout(timer)
  }, [q, query.q, onQuery])

  return (
    <div className="hk-row hk-toolbar">
      <Input className="hk-toolbar-search" prefix={<SearchOutlined aria-hidden />} allowClear value={q} placeholder={t('resource.search')} aria-label={t('resource.search')}
        onChange={(event) => setQ(event.target.value)} onPressEnter={() => onQuery({ q })} />
      <Popover trigger="click" placement="bottomLeft" open={editing} onOpenChange={setEditing} destroyOnHidden
        content={<FilterEditor fields={fields} onAdd={(clause) => { setEditing(false); onQuery({ filter: [...query.filter, clause] }) }} />}>
        <Button icon={<FilterOutlined />}>{t('resource.filter')}</Button>
      </Popover>
      <FilterChips fields={fields} filter={query.filter} onChange={(filter) => onQuery({ filter })} />
      <span className="hk-grow" />
      <span className="hk-faint" aria-live="polite">{count}</span>
      {phone ? null : total}
      {phone ? null : <ColumnsMenu fields={fields} layout={layout} onLayout={onLayout} />}
      {onExport ? (
        <Dropdown trigger={['click']} menu={{ items: [{ key: 'xlsx', label: 'Excel (XLSX)' }, { key: 'csv', label: 'CSV' }], onClick: ({ key }) => onExport(key === 'csv' ? 'csv' : 'xlsx') }}>
          <Button type="text" icon={<DownloadOutlined />} aria-label={t('resource.export')} title={t('resource.export')} />
        </Dropdown>
      ) : null}
    </div>
  )
}

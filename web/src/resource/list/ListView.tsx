import { App, Button, Tag } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { download } from '@/api'
import type { FieldSpec, RecordRow } from '@/api'
import { listQuery } from '@/api/resources'
import { EmptyState, ErrorState, Skeleton, useErrorText, usePhone } from '@/kit'
import type { Command } from '@/kit'
import { listFields } from './columns'
import { readQuery, writeQuery } from './filters'
import type { ListQuery } from './filters'
import { FormulaTotal } from './FormulaTotal'
import { ListToolbar } from './ListToolbar'
import { RecordCards } from './RecordCards'
import { RecordTable } from './RecordTable'
import { slowFields } from './slow'
import { useRecords } from './useRecords'
import { laidOut, loadLayout, storeLayout } from './layout'
import type { Layout } from './layout'
import { useViews } from './useViews'
import { viewToOpen, writeView } from './views'
import type { SavedView } from './views'
import { ViewTabs } from './ViewTabs'
import './list.css'

interface ListViewProps {
  /** Names this list in its saved views and in what the browser remembers. */
  listKey: string
  path: string
  extra?: Record<string, string>
  fields: FieldSpec[]
  active?: string | null
  onOpen: (row: RecordRow) => void
  bulk?: (rows: RecordRow[], done: () => void) => Command[]
  exportable?: boolean
  empty: ReactNode
  /** What is shown of a row when that is more than what was sent; made: column → the fields it is made of, which an export asks for. */
  dressed?: { row: (row: RecordRow) => RecordRow; made: Record<string, string[]> }
}

/** The generated list: everything that narrows it stands in the address. */
export function ListView({ listKey, path, extra, fields, active, onOpen, bulk, exportable, empty, dressed }: ListViewProps) {
  const { t } = useTranslation()
  const phone = usePhone()
  const say = useErrorText()
  const { message } = App.useApp()
  const [params, setParams] = useSearchParams()
  const query = useMemo(() => readQuery(params), [params])
  const saved = useViews(listKey)
  const current = saved.views.find((view) => view.id === params.get('view'))
  const [layout, setLayout] = useState(() => loadLayout(listKey))
  const [selected, setSelected] = useState<string[]>([])
  const columns = useMemo(() => listFields(fields), [fields])
  const shown = useMemo(() => laidOut(columns, layout), [columns, layout])
  const records = useRecords({ path, ...query, ...(extra ? { extra } : {}) })

  const rows = useMemo(() => (dressed ? records.rows.map(dressed.row) : records.rows), [records.rows, dressed])

  const narrow = useCallback(
    (next: Partial<ListQuery>) => {
      setSelected([])
      setParams((known) => writeQuery(known, next), { replace: true })
    },
    [setParams],
  )
  const pick = useCallback(
    (view: SavedView | null) => {
      setSelected([])
      setLayout(view?.layout ?? loadLayout(listKey))
      setParams((known) => writeView(known, view), { replace: true })
    },
    [listKey, setParams],
  )
  // What the list opens with is decided once, when the views are there; a view drawn by its address keeps its own columns.
  const opened = useRef(false)
  useEffect(() => {
    if (opened.current || !saved.ready) return
    opened.current = true
    const view = viewToOpen(params, saved.views)
    if (view) pick(view)
    else if (current) setLayout(current.layout)
  }, [saved.ready, saved.views, params, current, pick])
  const draw = useCallback(
    (next: Layout) => {
      if (!current) storeLayout(listKey, next)
      setLayout(next)
    },
    [current, listKey],
  )
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = records.query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  const exportSeen = (format: 'xlsx' | 'csv') => {
    const visible = shown.flatMap((field) => dressed?.made[field.name] ?? [field.name]).join(',')
    download(`/${path}/export`, { ...listQuery({ ...query, ...(extra ? { extra } : {}), fields: visible }), format }, `${listKey}.${format}`)
      .catch((error: unknown) => void message.error(say(error)))
  }

  const done = useCallback(() => {
    setSelected([])
    void records.query.refetch()
  }, [records.query])
  const chosen = records.rows.filter((row) => selected.includes(row.id))
  const commands = bulk && chosen.length > 0 ? bulk(chosen, done) : []
  const narrowed = query.q !== '' || query.filter.length > 0
  const slow = slowFields(fields, query)
  const count = records.query.data
    ? t('resource.count', { shown: records.rows.length, count: records.capped ? '10,000+' : records.count.toLocaleString('en') })
    : ''

  return (
    <>
      <ViewTabs saved={saved} current={current} query={query} layout={layout} onPick={pick} />
      <ListToolbar fields={columns} query={query} onQuery={narrow} layout={layout} count={count} onLayout={draw} onExport={exportable ? exportSeen : undefined}
        total={<FormulaTotal path={path} extra={extra} query={query} fields={columns} formula={layout.sum} onFormula={(sum) => draw({ ...layout, sum })} />} />
      {slow.length > 0 ? <p className="hk-list-slow hk-muted"><Tag color="orange">{t('resource.slow')}</Tag>{t('resource.slow.text', { fields: slow.map((field) => field.label).join(t('resource.slow.and')) })}</p> : null}
      {commands.length > 0 ? (
        <div className="hk-row hk-bulk" role="toolbar" aria-label={t('resource.bulk')}>
          <strong>{t('resource.selected', { count: chosen.length })}</strong>
          {commands.map((command) => (
            <Button key={command.key} size="small" danger={command.danger ?? false} disabled={command.disabled ?? false} title={command.reason ?? ''} onClick={command.perform}>{command.label}</Button>
          ))}
          <Button size="small" type="text" onClick={() => setSelected([])}>{t('resource.cancel')}</Button>
        </div>
      ) : null}
      {records.query.isError ? (
        <ErrorState error={records.query.error} onRetry={() => void records.query.refetch()} />
      ) : records.query.isPending ? (
        <Skeleton rows={10} />
      ) : records.rows.length === 0 ? (
        narrowed ? (
          <EmptyState title={t('resource.none')} text={t('resource.none.text')}>
            <Button onClick={() => narrow({ q: '', filter: [] })}>{t('resource.filter.clear')}</Button>
          </EmptyState>
        ) : empty
      ) : phone ? (
        <RecordCards fields={shown} rows={rows} onOpen={onOpen} hasMore={records.query.hasNextPage} onEnd={more} />
      ) : (
        <RecordTable fields={shown} rows={rows} totals={records.totals} loading={records.query.isPlaceholderData} sort={query.sort} onSort={(sort) => narrow({ sort })}
          onOpen={onOpen} onEnd={more} onWidth={(name, width) => draw({ ...layout, widths: { ...layout.widths, [name]: width } })} density={layout.density} active={active ?? null} selected={selected} onSelect={bulk ? setSelected : undefined} />
      )}
    </>
  )
}

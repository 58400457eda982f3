import { useInfiniteQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, Dropdown } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { download, systemApi } from '@/api'
import type { ReportSpec, Values } from '@/api'
import { EmptyState, ErrorState, Notice, Page, Skeleton, formatTime, isZero, useErrorText, usePhone } from '@/kit'
import { FieldInput } from '@/resource/fields/FieldInput'
import { FieldValue } from '@/resource/fields/FieldValue'
import { Derived } from '@/resource/explain/Derived'
import { isNumberField } from '@/resource/fields/values'
import { useMeta } from '@/resource/meta'
import { PlainTable } from '@/resource/workbench/PlainTable'
import '../reports.css'
import { WIDE, emptyColumns, fittingWidth, pinOf } from '../columns'
import { StatementLinks } from '../widgets/StatementLinks'
import { missing, queryOf, readParameters } from '../parameters'

export function ReportPage() {
  const { t } = useTranslation()
  const { name = '' } = useParams()
  const spec = useMeta().reports.find((report) => report.name === name)
  if (!spec) return <EmptyState title={t('reports.unknown')} text={name} />
  return <Report key={name} spec={spec} />
}

type Row = Values & { _drill?: { path: string }; _key?: Record<string, string> }

function Report({ spec }: { spec: ReportSpec }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const say = useErrorText()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [params, setParams] = useSearchParams()
  const values = useMemo(() => readParameters(spec, params, meta), [spec, params, meta])
  const [typed, setTyped] = useState<Values>({})
  const shown: Values = { ...values, ...typed }
  const query = useMemo(() => queryOf(spec, values), [spec, values])
  const ready = missing(spec, values).length === 0

  const answer = useInfiniteQuery({
    queryKey: ['report', spec.name, query],
    queryFn: ({ pageParam, signal }) => systemApi.report(spec.name, { ...query, cursor: pageParam, limit: 500 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
    enabled: ready,
  })
  const rows = useMemo<Row[]>(() => answer.data?.pages.flatMap((page) => page.rows) ?? [], [answer.data])
  const first = answer.data?.pages[0]
  const named = first?.parameters ?? {}
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = answer
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  const fields = first?.columns ?? spec.columns
  const empty = useMemo(() => (fields.length < WIDE ? new Set<string>() : emptyColumns(fields, rows, first?.totals ?? {})), [fields, rows, first])
  const zeros = params.get('zeros') === '1'
  const showZeros = (shown: boolean) => setParams({ ...query, ...(shown ? { zeros: '1' } : {}) }, { replace: true })
  const columns = useMemo(() => {
    const totals = first?.totals ?? {}
    return fields.filter((field) => zeros || !empty.has(field.name)).map((field, index) => ({
      key: field.name, title: field.label, width: fittingWidth(field, rows, phone), number: isNumberField(field), pin: pinOf(field, index, phone),
      render: (row: Row) => {
        const value = <FieldValue field={field} value={row[field.name]} />
        const asked = spec.explains && row._key && isNumberField(field) && row[field.name] !== null && row[field.name] !== undefined && !isZero(row[field.name])
        return asked && row._key ? <Derived report={spec.name} query={query} row={row._key} column={field.name} label={`${spec.label} · ${field.label}`}>{value}</Derived> : value
      },
      ...(totals[field.name] !== undefined && totals[field.name] !== null ? { total: isNumberField(field) ? <FieldValue field={field} value={totals[field.name]} /> : String(totals[field.name]) } : index === 0 && Object.keys(totals).length > 0 ? { total: t('reports.total') } : {}),
    }))
  }, [first, fields, empty, zeros, rows, phone, t, spec, query])

  const run = () => setParams({ ...queryOf(spec, shown), ...(zeros ? { zeros: '1' } : {}) }, { replace: true })
  const save = (format: string) => void download(`/reports/${spec.name}`, { ...query, format }, `${spec.label}.${format}`).catch((error: unknown) => void message.error(say(error)))
  const lacking = missing(spec, shown)

  return (
    <Page title={spec.label} fill={!phone}
      mark={first?.generated_at ? <span className="hk-faint">{t('reports.at', { at: formatTime(first.generated_at) })}</span> : undefined}
      actions={<Dropdown trigger={['click']} disabled={!ready} menu={{ items: [{ key: 'xlsx', label: 'Excel (XLSX)' }, { key: 'csv', label: 'CSV' }, { key: 'pdf', label: 'PDF' }], onClick: ({ key }) => save(key) }}><Button>{t('reports.export')}</Button></Dropdown>}>
      <form className="hk-report-form" onSubmit={(event) => { event.preventDefault(); setTyped({}); run(); if (Object.keys(typed).length === 0) void answer.refetch() }}>
        {spec.parameters.map((field) => (
          <div key={field.name} className="hk-report-field">
            {field.type === 'boolean' ? null : <label htmlFor={`p-${field.name}`}>{field.label}</label>}
            <FieldInput id={`p-${field.name}`} field={{ ...field, readonly: false }} value={withName(shown[field.name] ?? (field.name in typed ? null : named[field.name]), named[field.name])} onChange={(value) => setTyped((known) => ({ ...known, [field.name]: value }))} />
          </div>
        ))}
        <Button type="primary" htmlType="submit" disabled={lacking.length > 0} loading={answer.isFetching && !answer.isFetchingNextPage}>{t('reports.run')}</Button>
        {empty.size > 0 ? <Checkbox checked={zeros} onChange={(event) => showZeros(event.target.checked)} style={{ paddingBottom: 4 }}>{t('reports.zeros', { count: empty.size })}</Checkbox> : null}
      </form>
      {spec.name === 'statement' && ready && idOf(named['partner']) ? (
        <StatementLinks book={idOf(named['book'])} partner={idOf(named['partner'])} first={String(named['from'] ?? '')} last={String(named['to'] ?? '')} />
      ) : null}
      {!ready ? <Notice tone="plain" messages={[t('reports.missing', { fields: missing(spec, values).map((field) => field.label).join(', ') })]} /> : answer.isError ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : answer.isPending ? <Skeleton rows={10} /> : rows.length === 0 ? <EmptyState title={t('reports.none')} text={t('reports.none.text')} /> : (
        <PlainTable label={spec.label} columns={columns} rows={rows} rowKey={(_row, index) => String(index)} onEnd={more} {...(phone ? { height: '70vh' } : {})}
          {...(rows.some((row) => row._drill) ? { onRow: (row: Row) => { if (row._drill) void navigate(row._drill.path) } } : {})} />
      )}
    </Page>
  )
}

const idOf = (value: unknown): string => (typeof value === 'object' && value !== null && 'id' in value ? String((value as { id: unknown }).id) : typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** The address holds an id; the answer knows its name. */
function withName(value: unknown, named: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || typeof named !== 'object' || named === null) return value
  return 'id' in value && 'id' in named && String((named as { id: unknown }).id) === String((value as { id: unknown }).id) ? named : value
}

import type { AnswerColumn, AnswerRow, Dataset, DatasetField, StudioClause, StudioQuestion } from '@/api/studio'
import type { FilterClause, RecordRow } from '@/api'
import { referenceText } from '@/kit'
import { referenceId } from '@/resource/fields/values'

export type WidgetKind = 'chart' | 'pivot' | 'table' | 'figure' | 'filter' | 'text' | 'countdown'
export type ChartKind = 'bar' | 'stacked' | 'hbar' | 'line' | 'area' | 'pie'

export interface Widget {
  id: string
  kind: WidgetKind
  title: string
  x: number
  y: number
  w: number
  h: number
  chart?: ChartKind
  question?: StudioQuestion
  compare?: 'previous' | 'year' | null
  dataset?: string
  fields?: string[]
  filters?: StudioClause[]
  sort?: string
  limit?: number
  field?: string
  value?: unknown
  text?: string
  until?: string
}

export interface Board {
  id: string
  rev: number
  name: string
  widgets: Widget[]
  shared_all: boolean
  shared_with: { id: string; name?: string }[]
  refresh: number
  owner: { id: string; name?: string } | null
  updated_at: string
}

export const boardOf = (record: RecordRow): Board => record as unknown as Board

export const COLUMNS = 12
const SIZES: Record<WidgetKind, [number, number]> = { chart: [6, 6], pivot: [6, 6], table: [12, 7], figure: [3, 3], filter: [3, 2], text: [4, 2], countdown: [3, 3] }

/** A place under everything else for a new widget. */
export function freshWidget(kind: WidgetKind, widgets: Widget[], dataset: string): Widget {
  const [w, h] = SIZES[kind]
  const y = widgets.reduce((bottom, one) => Math.max(bottom, one.y + one.h), 0)
  const numbers = widgets.map((one) => Number(/^w(\d+)$/.exec(one.id)?.[1] ?? 0))
  const base = { id: `w${Math.max(0, ...numbers) + 1}`, kind, title: '', x: 0, y, w, h }
  const question: StudioQuestion = { dataset, dimensions: [], measures: [{ agg: 'count' }], filters: [] }
  if (kind === 'chart') return { ...base, chart: 'bar', question }
  if (kind === 'pivot' || kind === 'figure') return { ...base, question }
  if (kind === 'table' || kind === 'filter') return { ...base, dataset, ...(kind === 'table' ? { fields: [], filters: [], limit: 20 } : {}) }
  return base
}

/** Move or resize by keyboard, inside the grid. */
export function nudged(widget: Widget, key: string, resize: boolean): Widget {
  const dx = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0
  const dy = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0
  if (resize) return { ...widget, w: Math.min(COLUMNS - widget.x, Math.max(2, widget.w + dx)), h: Math.max(2, widget.h + dy) }
  return { ...widget, x: Math.min(COLUMNS - widget.w, Math.max(0, widget.x + dx)), y: Math.max(0, widget.y + dy) }
}

/** As read on a narrow screen: row by row. */
export const inReadingOrder = (widgets: Widget[]): Widget[] => [...widgets].sort((a, b) => a.y - b.y || a.x - b.x)

export const datasetOf = (widget: Widget): string => widget.question?.dataset ?? widget.dataset ?? ''

/** What a click or a filter widget narrows by: a field of its own dataset, and what it points at. */
export interface Narrowing {
  widget: string
  field: string
  ref: string | null
  type: string
  op: StudioClause[1]
  value: StudioClause[2]
  label: string
}

const DATES = new Set(['date', 'datetime'])
const last = (name: string): string => name.split('.').at(-1) ?? name

/** The field of another dataset that means the same; none when nothing does. */
export function sameField(fields: DatasetField[], wanted: Pick<Narrowing, 'field' | 'ref' | 'type'>): DatasetField | undefined {
  const usable = fields.filter((field) => field.filterable !== false)
  const exact = usable.find((field) => field.name === wanted.field)
  if (exact) return exact
  if (wanted.ref) return usable.find((field) => field.ref === wanted.ref && last(field.name) === last(wanted.field)) ?? usable.find((field) => field.ref === wanted.ref)
  if (DATES.has(wanted.type)) return usable.find((field) => field.name === 'business_date') ?? usable.find((field) => DATES.has(field.type) && !field.name.includes('.'))
  return usable.find((field) => last(field.name) === last(wanted.field) && field.type === wanted.type)
}

/** The clauses that narrow a dataset; what means nothing to it is left out. */
export function clausesFor(dataset: Dataset | undefined, narrowings: Narrowing[], widget: string): StudioClause[] {
  if (!dataset) return []
  return narrowings.filter((one) => one.widget !== widget).flatMap((one): StudioClause[] => {
    const field = sameField(dataset.fields, one)
    return field ? [[field.name, one.op, one.value]] : []
  })
}

const pad = (value: number): string => String(value).padStart(2, '0')
const iso = (day: Date): string => `${day.getUTCFullYear()}-${pad(day.getUTCMonth() + 1)}-${pad(day.getUTCDate())}`

/** First and last day of the span that begins on `start`. */
export function spanOf(start: string, grain: string): [string, string] {
  const day = new Date(`${start}T00:00:00Z`)
  const end = new Date(day)
  if (grain === 'week') end.setUTCDate(end.getUTCDate() + 7)
  else if (grain === 'month') end.setUTCMonth(end.getUTCMonth() + 1)
  else if (grain === 'quarter') end.setUTCMonth(end.getUTCMonth() + 3)
  else if (grain === 'year') end.setUTCFullYear(end.getUTCFullYear() + 1)
  else end.setUTCDate(end.getUTCDate() + 1)
  end.setUTCDate(end.getUTCDate() - 1)
  return [start, iso(end)]
}

/** The clause that picks the group a cell stands for. */
export function clauseOf(column: AnswerColumn, value: unknown): Pick<Narrowing, 'op' | 'value'> {
  if (value === null || value === undefined) return { op: 'isnull', value: true }
  if (column.grain && typeof value === 'string') return { op: 'between', value: spanOf(value, column.grain) }
  if (typeof value === 'object' && 'id' in value) return { op: 'eq', value: String((value as { id: unknown }).id) }
  return { op: 'eq', value: typeof value === 'boolean' ? value : String(value) }
}

export function narrowingOf(widget: string, column: AnswerColumn, value: unknown, words: GroupWords): Narrowing {
  return { widget, field: column.field ?? '', ref: column.ref, type: column.type, label: `${column.label}: ${groupText(column, value, words)}`, ...clauseOf(column, value) }
}

export interface GroupWords { empty: string; yes: string; no: string; quarter: (year: string, quarter: number) => string }

/** What a group is called on an axis, in a cell, in a tag. */
export function groupText(column: AnswerColumn, value: unknown, words: GroupWords): string {
  if (value === null || value === undefined || value === '') return words.empty
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (column.grain && typeof value === 'string') {
    if (column.grain === 'year') return value.slice(0, 4)
    if (column.grain === 'month') return value.slice(0, 7)
    if (column.grain === 'quarter') return words.quarter(value.slice(0, 4), Math.floor((Number(value.slice(5, 7)) + 2) / 3))
    return value
  }
  if (typeof value === 'object') return referenceText(value)
  return column.choices.find((choice) => choice.value === value)?.label ?? String(value)
}

export const figures = (columns: AnswerColumn[]): AnswerColumn[] => columns.filter((column) => column.key.startsWith('m'))
export const groupsOf = (columns: AnswerColumn[]): AnswerColumn[] => columns.filter((column) => column.key.startsWith('d'))

/** The address of the list that shows the same rows; null when its filter cannot say all of it. */
export function listAddress(dataset: Dataset | undefined, filters: FilterClause[]): string | null {
  if (!dataset || !['documents', 'records'].includes(dataset.kind)) return null
  if (filters.some(([name]) => name.includes('.') || !dataset.fields.some((field) => field.name === name && field.filterable !== false))) return null
  return `/${dataset.records_at}${filters.length > 0 ? `?filter=${encodeURIComponent(JSON.stringify(filters))}` : ''}`
}

export interface Pivot { columns: { key: string; value: unknown }[]; rows: { key: string; cells: AnswerRow; by: Record<string, AnswerRow>; total: AnswerRow | undefined }[]; totals: Record<string, AnswerRow> }

const keyOf = (value: unknown): string => (typeof value === 'object' && value !== null && 'id' in value ? String((value as { id: unknown }).id) : JSON.stringify(value ?? null))

/** Rows by the first dimensions, columns by the last one. */
export function pivotOf(groups: AnswerColumn[], rows: AnswerRow[], subtotals: Record<string, AnswerRow[]>): Pivot {
  const across = groups.at(-1)
  const down = groups.slice(0, -1)
  const rowKey = (row: AnswerRow): string => down.map((column) => keyOf(row[column.key])).join('|')
  const columns = new Map<string, unknown>()
  const found = new Map<string, Pivot['rows'][number]>()
  const totalOf = new Map((subtotals[down.map((column) => column.key).join(',')] ?? []).map((row) => [rowKey(row), row]))
  for (const row of rows) {
    const key = rowKey(row)
    const column = across ? keyOf(row[across.key]) : ''
    if (across) columns.set(column, row[across.key])
    const line = found.get(key) ?? { key, cells: row, by: {}, total: totalOf.get(key) }
    line.by[column] = row
    found.set(key, line)
  }
  const totals = Object.fromEntries((across ? subtotals[across.key] ?? [] : []).map((row) => [keyOf(across ? row[across.key] : null), row]))
  return { columns: [...columns].map(([key, value]) => ({ key, value })), rows: [...found.values()], totals }
}

/** What a chosen value narrows by. */
export function narrowingOfValue(widget: Widget, field: DatasetField, value: unknown): Narrowing | null {
  const base = { widget: widget.id, field: field.name, ref: field.ref ?? null, type: field.type, label: '' }
  if (Array.isArray(value)) {
    if (field.type === 'date' || field.type === 'datetime') return value.length === 2 && value.every(Boolean) ? { ...base, op: 'between', value: value.map(String) } : null
    return value.length > 0 ? { ...base, op: 'in', value: value.map(String) } : null
  }
  if (field.type === 'date' || field.type === 'datetime') return typeof value === 'string' && value ? { ...base, op: 'within', value } : null
  if (typeof value === 'boolean') return { ...base, op: 'eq', value }
  const id = referenceId(value)
  return id ? { ...base, op: field.type === 'text' ? 'contains' : 'eq', value: id } : null
}

import type { FieldSpec, FilterClause, FilterOp, FilterValue, Id, RecordRow } from './contract'
import { get, itemsOf, patch, post, del } from './http'

/** A clause of a list, or a period that moves with the calendar: ["business_date", "within", "this_month"]. */
export type StudioClause = [field: string, op: FilterOp | 'within', value: FilterValue]
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year'
export type Aggregate = 'sum' | 'avg' | 'count' | 'count_distinct' | 'min' | 'max'

export interface QuestionDimension { field: string; grain?: Grain | null }
export interface QuestionMeasure { field?: string | null; agg?: Aggregate | null; formula?: string | null; label?: string | null }
export interface StudioQuestion {
  dataset: string
  dimensions: QuestionDimension[]
  measures: QuestionMeasure[]
  filters: StudioClause[]
  sort?: string
  limit?: number
  subtotals?: boolean
  compare?: 'previous' | 'year' | null
}

export interface AnswerColumn { key: string; field: string | null; label: string; type: FieldSpec['type']; grain: Grain | null; ref: string | null; choices: { value: string; label: string; color?: string }[] }
export type AnswerRow = Record<string, unknown>
export interface StudioAnswer {
  columns: AnswerColumn[]
  rows: AnswerRow[]
  totals: AnswerRow
  subtotals: Record<string, AnswerRow[]>
  has_more: boolean
  filters: FilterClause[]
  notes: string[]
}

export interface DatasetHead { name: string; label: string; kind: 'documents' | 'lines' | 'records' | 'facts'; group: string; records_at: string }
export interface DatasetField extends FieldSpec { groups: boolean; grains: Grain[]; aggregates: Aggregate[] }
export interface Dataset extends DatasetHead { fields: DatasetField[] }
export interface Word { value: string; label: string }
export interface Catalogue { datasets: DatasetHead[]; aggregates: Word[]; grains: Word[]; periods: Word[] }

export interface RowsQuestion { dataset: string; fields?: string[]; filters: StudioClause[]; sort?: string; limit?: number; cursor?: string }
export interface RowsPage { columns: FieldSpec[]; rows: (AnswerRow & { id: string; _path: string | null })[]; next_cursor: string | null; count: number; count_capped: boolean; totals: AnswerRow }

export interface DashboardTemplate { code: string; name: string; help: string; widgets: unknown[] }

export const catalogue = (): Promise<Catalogue> => get('/datasets')
export const dataset = (name: string): Promise<Dataset> => get(`/datasets/${encodeURIComponent(name)}`)
export const ask = (question: StudioQuestion): Promise<StudioAnswer> => post('/datasets/query', question)
export const rows = (question: RowsQuestion): Promise<RowsPage> => post('/datasets/rows', question)
export const templates = async (): Promise<DashboardTemplate[]> => itemsOf(await get<DashboardTemplate[]>('/dashboard-templates'))
export const dashboards = async (): Promise<RecordRow[]> => itemsOf(await get<{ items: RecordRow[] }>('/dashboards', { limit: 200, sort: 'name', fields: 'name,widgets,shared_all,shared_with,refresh,owner,updated_at' }))
export const dashboard = (id: Id): Promise<RecordRow> => get(`/dashboards/${id}`)
export const createDashboard = (values: object): Promise<RecordRow> => post('/dashboards', values)
export const saveDashboard = (id: Id, values: object): Promise<RecordRow> => patch(`/dashboards/${id}`, values)
export const removeDashboard = (id: Id): Promise<void> => del(`/dashboards/${id}`)

export type BlockKind = 'text' | 'fields' | 'lines' | 'totals' | 'code' | 'barcode' | 'trail' | 'signatures'
export interface PrintBlock { kind: BlockKind; text?: string; names?: string[]; align?: 'left' | 'center' | 'right'; size?: number; bold?: boolean; columns?: number; rows?: number; subtotal?: boolean }
export interface PrintTemplate { id: Id; rev: number; name: string; document_type: string; paper: string; blocks: PrintBlock[]; active: boolean; updated_at?: string }
export interface TemplateWords { header: Word[]; lines: Word[]; tags: Word[]; blocks: PrintBlock[] }

export const printTemplates = async (): Promise<PrintTemplate[]> => itemsOf(await get<{ items: PrintTemplate[] }>('/print-templates', { limit: 200 }))
export const printTemplate = (id: Id): Promise<PrintTemplate> => get(`/print-templates/${id}`)
export const createPrintTemplate = (values: object): Promise<PrintTemplate> => post('/print-templates', values)
export const savePrintTemplate = (id: Id, values: object): Promise<PrintTemplate> => patch(`/print-templates/${id}`, values)
export const removePrintTemplate = (id: Id): Promise<void> => del(`/print-templates/${id}`)
export const templateWords = (type: string): Promise<TemplateWords> => get('/print-template-words', { document_type: type })
export const previewTemplate = (values: { document_type: string; paper: string; blocks: PrintBlock[] }): Promise<{ pages: string[] }> => post('/print-template-preview', values)

import type { FormulaWords } from './formulas'
import type { Aggregate, Grain, Word } from './studio'
import type { Id } from './contract'
import { del, get, itemsOf, patch, post } from './http'

export interface SummaryGroup { field: string; grain?: Grain | null }
export interface SummaryFigure { code?: string; label?: string; agg: Aggregate; field?: string | null }
export interface SummaryDeclaration { source: string; states: string[]; condition: string; groups: SummaryGroup[]; figures: SummaryFigure[]; guard: string; message: string }
export interface SummaryTable extends SummaryDeclaration { id: Id; rev: number; code: string; name: string; active: boolean; updated_at?: string }
export interface SummaryField { name: string; label: string; groups: boolean; grains: Grain[]; aggregates: Aggregate[] }
export interface SummaryWords { states: Word[]; fields: SummaryField[]; condition: FormulaWords['fields']; guard: FormulaWords['fields']; functions: FormulaWords['functions'] }
export interface SummaryTrial { columns: string[]; rows: { groups: string[]; figures: (string | null)[]; holds: boolean | null }[]; count: number; broken: number }
export interface SummaryState { id: Id; live: boolean; building: boolean; guards: boolean; rows: number; built_at: string | null }

const FIELDS = 'code,name,source,states,condition,groups,figures,guard,message,active,updated_at'

export const list = async (): Promise<SummaryTable[]> => itemsOf(await get<{ items: SummaryTable[] }>('/summary-tables', { limit: 200, sort: 'name', fields: FIELDS }))
export const states = async (): Promise<SummaryState[]> => itemsOf(await get<SummaryState[]>('/summary-table-states'))
export const read = (id: Id): Promise<SummaryTable> => get(`/summary-tables/${id}`)
export const create = (values: object): Promise<SummaryTable> => post('/summary-tables', values)
export const save = (id: Id, values: object): Promise<SummaryTable> => patch(`/summary-tables/${id}`, values)
export const remove = (id: Id): Promise<void> => del(`/summary-tables/${id}`)
export const words = (source: string, groups: SummaryGroup[], figures: SummaryFigure[]): Promise<SummaryWords> => post('/summary-table-words', { source, groups, figures })
export const trial = (declaration: SummaryDeclaration): Promise<SummaryTrial> => post('/summary-table-trial', declaration)

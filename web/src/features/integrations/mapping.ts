import type { FieldSpec, ImportRun } from '@/api'

export interface ColumnChoice {
  index: number
  field: string | null
}

/** The guessed mapping, one field at most once: the surer column keeps it. */
export function firstMapping(run: ImportRun): ColumnChoice[] {
  const taken = new Map<string, number>()
  for (const column of run.columns ?? []) {
    if (!column.field) continue
    const rival = taken.get(column.field)
    const rivalConfidence = run.columns?.find((entry) => entry.index === rival)?.confidence ?? -1
    if (rival === undefined || column.confidence > rivalConfidence) taken.set(column.field, column.index)
  }
  return (run.columns ?? []).map((column) => ({
    index: column.index,
    field: column.field && taken.get(column.field) === column.index ? column.field : null,
  }))
}

/** Give a column its field; whichever column had it before gives it up. */
export function choose(mapping: ColumnChoice[], index: number, field: string | null): ColumnChoice[] {
  return mapping.map((entry) => (entry.index === index ? { index, field } : field !== null && entry.field === field ? { ...entry, field: null } : entry))
}

export const missingFields = (fields: FieldSpec[], mapping: ColumnChoice[]): FieldSpec[] =>
  fields.filter((field) => field.required && !mapping.some((entry) => entry.field === field.name))

export type Step = 'file' | 'mapping' | 'preview' | 'run'

const DONE = new Set(['done', 'finished', 'failed', 'cancelled', 'canceled', 'undone', 'partial', 'refused', 'succeeded'])

export const isOver = (run: ImportRun): boolean => DONE.has(run.state.toLowerCase())
export const isBusy = (run: ImportRun): boolean => ['running', 'queued', 'undoing', 'cancelling'].includes(run.state.toLowerCase())

/** Where a run found again stands. */
export function stepOf(run: ImportRun | undefined): Step {
  if (!run) return 'file'
  return isOver(run) || isBusy(run) ? 'run' : 'mapping'
}

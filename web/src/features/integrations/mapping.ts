import type { FieldSpec, ImportFile } from '@/api'

export interface ColumnChoice {
  index: number
  field: string | null
}

/** The guessed mapping, one field at most once: the surer column keeps it. */
export function firstMapping({ columns }: Pick<ImportFile, 'columns'>): ColumnChoice[] {
  const taken = new Map<string, number>()
  for (const column of columns) {
    if (!column.field) continue
    const rival = columns.find((entry) => entry.index === taken.get(column.field as string))
    if (!rival || Number(column.confidence) > Number(rival.confidence)) taken.set(column.field, column.index)
  }
  return columns.map((column) => ({
    index: column.index,
    field: column.field && taken.get(column.field) === column.index ? column.field : null,
  }))
}

/** Give a column its field; whichever column had it before gives it up. */
export function choose(mapping: ColumnChoice[], index: number, field: string | null): ColumnChoice[] {
  return mapping.map((entry) => (entry.index === index ? { index, field } : field !== null && entry.field === field ? { ...entry, field: null } : entry))
}

export const wireMapping = (mapping: ColumnChoice[]): Record<string, string | null> =>
  Object.fromEntries(mapping.map(({ index, field }) => [String(index), field]))

export const missingFields = (fields: FieldSpec[], mapping: ColumnChoice[]): FieldSpec[] =>
  fields.filter((field) => field.required && !mapping.some((entry) => entry.field === field.name))

export type Step = 'file' | 'mapping' | 'preview' | 'run'

/** A run that has not begun is still being mapped. */
export const stepOf = (state: string | undefined): Step => (state === undefined ? 'file' : state === 'UPLOADED' ? 'mapping' : 'run')

export const isRunning = (state: string): boolean => state === 'RUNNING'

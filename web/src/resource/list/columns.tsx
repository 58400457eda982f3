import type { FieldSpec, RecordRow } from '@/api'

const WIDTHS: Record<string, number> = {
  date: 110, datetime: 150, boolean: 80, state: 100, enum: 110, integer: 100, decimal: 110, quantity: 120,
  amount: 130, cost: 130, price: 110, rate: 80, reference: 160, multiline: 220, json: 180, image: 60, references: 180,
}

export const widthOf = (field: FieldSpec): number => field.width ?? WIDTHS[field.type] ?? 160

/** Fields a list may show, in their order. */
export const listFields = (fields: FieldSpec[]): FieldSpec[] => fields.filter((field) => field.in_list !== false && field.type !== 'password')

export function unitOf(row: RecordRow, field: FieldSpec): string | undefined {
  if (field.type !== 'quantity') return undefined
  const unit = row['unit'] ?? row['base_unit']
  return typeof unit === 'object' && unit !== null ? (unit as { name?: string }).name : typeof unit === 'string' ? unit : undefined
}

/** What a column shows of a row (or of the totals): the quantity of a document is told unit by unit, its plain sum means nothing. */
export const valueOf = (row: Readonly<Record<string, unknown>>, field: FieldSpec): unknown =>
  field.name === 'total_quantity' && Array.isArray(row['quantity_by_unit']) ? row['quantity_by_unit'] : row[field.name]

/** One more press on a heading: up, down, as it was. */
export const nextSort = (sort: string, name: string): string => (sort === name ? `-${name}` : sort === `-${name}` ? '' : name)

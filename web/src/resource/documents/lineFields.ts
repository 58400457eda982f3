import type { DocTypeSpec, FieldSpec, HkDocument, LineContext } from '@/api'
import { referenceId } from '../fields/values'
import { CONTEXT_FIELDS } from './grid/model'
import type { GridRow } from './grid/model'
import { behindQuantity, lotColumns, lotText } from './lots/lots'

type Words = Record<(typeof CONTEXT_FIELDS)[number], string>

/** Columns that only matter once the document lives. */
const PROGRESS = new Set(['linked_quantity', 'executed_quantity', 'remaining_quantity', 'base_quantity', 'cost_amount', 'unit_cost', 'line_no', 'source'])

/** Computed from quantity and price where a type has prices; typed where it has none (opening stock, cost adjustment). */
const MONEY = new Set(['amount', 'tax', 'net', 'total'])

/** Does posting this take goods from a bin or put them into one? */
export const keepsBins = (spec: DocTypeSpec): boolean => spec.kind === 'stock' && spec.direction !== 'NONE' && spec.line_fields.some((field) => field.name === 'bin')

/** The columns of the grid: the type's fields; while typing, stock and last price beside the quantity. */
export function gridFields(spec: DocTypeSpec, document: HkDocument | null, editable: boolean, words: Words, tracked: boolean, bins: boolean): FieldSpec[] {
  const named = new Set<string>()
  const fields = spec.line_fields.filter((field) => {
    if (named.has(field.name) || field.in_form === false || (editable && (PROGRESS.has(field.name) || (field.name === 'kit' && isEmptyColumn(field, document))))) return false
    if ((CONTEXT_FIELDS as readonly string[]).includes(field.name)) return false
    // Most documents hold no kit.
    if (editable && field.name === 'kit' && isEmptyColumn(field, document)) return false
    named.add(field.name)
    return true
  }).map((field) => (spec.has_prices && MONEY.has(field.name) ? { ...field, readonly: true } : field))
  if (!editable) return fields.filter((field) => !isEmptyColumn(field, document))
  // Money and a firm's own forms move no stock: what lies there says nothing about them.
  if (spec.kind === 'money' || spec.kind === 'form') return fields
  const places = bins ? fields.filter((field) => field.name === 'bin').map((field) => ({ ...field, required: true })) : []
  const columns = lotColumns(bins ? fields.filter((field) => field.name !== 'bin') : fields, spec, tracked)
  const context: FieldSpec[] = CONTEXT_FIELDS.filter((name) => shown(name, spec)).map((name) => ({
    name,
    label: words[name],
    type: name === 'last_price' ? 'price' : 'quantity',
    readonly: true,
    width: 88,
  }))
  const at = behindQuantity(columns)
  return [...columns.slice(0, at), ...places, ...context, ...columns.slice(at)]
}

/** Prices only where there are any; what may be promised only to customers. */
const shown = (name: (typeof CONTEXT_FIELDS)[number], spec: DocTypeSpec): boolean =>
  name === 'last_price' ? spec.has_prices === true : name !== 'atp' || spec.line_fields.some((field) => field.name === 'promised_date')

/** A column nobody filled is not shown when the document is only read. */
function isEmptyColumn(field: FieldSpec, document: HkDocument | null): boolean {
  if (field.required || ['item', 'quantity', 'unit'].includes(field.name)) return false
  if (field.name === 'lot' && (document?.lines ?? []).some((line) => lotText(line) !== '')) return false
  return (document?.lines ?? []).every((line) => line[field.name] === null || line[field.name] === undefined || line[field.name] === '')
}

export const withContext = (rows: GridRow[], context: Record<string, LineContext>): GridRow[] =>
  rows.map((row) => {
    const known = context[referenceId(row.line['item']) ?? '']
    return known ? { ...row, line: { ...row.line, ...pick(known) } } : row
  })

function pick(context: LineContext): Record<string, unknown> {
  const care = context.tracking ? { tracking: context.tracking, has_expiry: context.has_expiry } : {}
  return { ...care, ...figures(context) }
}

function figures(context: LineContext): Record<string, unknown> {
  return Object.fromEntries(CONTEXT_FIELDS.filter((name) => context[name] !== undefined).map((name) => [name, context[name]]))
}

/** What of a line goes to the server. */
export const writableFields = (spec: DocTypeSpec): FieldSpec[] => spec.line_fields.filter((field) => !(spec.has_prices && MONEY.has(field.name)))

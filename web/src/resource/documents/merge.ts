import type { DocumentLine, FieldSpec, Values } from '@/api'
import { wireValue } from '../fields/values'
import { isBlank, isEditable, rowOf, setCells } from './grid/model'
import type { GridRow } from './grid/model'

/** Header and lines at one moment. */
export interface DraftContent {
  header: Values
  rows: GridRow[]
}

/** Something both sides changed. `key` is the row's, null for the header; `field` null: one side removed the line. */
export interface Conflict {
  key: string | null
  field: FieldSpec | null
  mine: unknown
  theirs: unknown
}

interface Fields {
  header: FieldSpec[]
  lines: FieldSpec[]
}

const told = (field: FieldSpec, value: unknown): string => JSON.stringify(wireValue(field, value) ?? null)
const same = (field: FieldSpec, a: unknown, b: unknown): boolean => told(field, a) === told(field, b)
const sameLine = (fields: FieldSpec[], a: DocumentLine, b: DocumentLine): boolean => fields.every((field) => same(field, a[field.name], b[field.name]))
const byId = (rows: GridRow[]): Map<string, GridRow> => new Map(rows.flatMap((row) => (row.line.id ? [[row.line.id, row]] : [])))

/** Values of one record: what only one side changed is taken from it; what both changed stays mine and is told. */
function mergeValues(fields: FieldSpec[], base: Values, mine: Values, theirs: Values, key: string | null): { changes: Values; conflicts: Conflict[] } {
  const changes: Values = {}
  const conflicts: Conflict[] = []
  for (const field of fields) {
    const [before, my, their] = [base[field.name], mine[field.name], theirs[field.name]]
    if (same(field, my, before) || same(field, my, their)) continue
    changes[field.name] = my
    if (!same(field, their, before)) conflicts.push({ key, field, mine: my, theirs: their })
  }
  return { changes, conflicts }
}

/** Two people changed one draft from the same `base`: the newest revision with my changes laid over it. */
export function mergeDrafts(fields: Fields, base: DraftContent, mine: DraftContent, theirs: DraftContent): DraftContent & { conflicts: Conflict[] } {
  const lineFields = fields.lines.filter(isEditable)
  const head = mergeValues(fields.header.filter((field) => !field.readonly), base.header, mine.header, theirs.header, null)
  const header = { ...theirs.header, ...head.changes }
  const includesTax = header['price_includes_tax'] === true
  const conflicts = [...head.conflicts]
  const [bases, mines, others] = [byId(base.rows), byId(mine.rows), byId(theirs.rows)]
  const rows: GridRow[] = []
  for (const row of theirs.rows.filter((entry) => !isBlank(entry))) {
    const before = bases.get(row.line.id ?? '')
    const my = mines.get(row.line.id ?? '')
    if (my && before) {
      const found = mergeValues(lineFields, before.line, my.line, row.line, row.key)
      conflicts.push(...found.conflicts)
      rows.push(Object.keys(found.changes).length > 0 ? setCells(row, found.changes, includesTax) : row)
    } else if (before && sameLine(lineFields, before.line, row.line)) {
      continue // taken out here, untouched there
    } else {
      rows.push(row)
      if (before) conflicts.push({ key: row.key, field: null, mine: null, theirs: row.line })
    }
  }
  for (const row of mine.rows.filter((entry) => !isBlank(entry))) {
    const before = bases.get(row.line.id ?? '')
    if (row.line.id && others.has(row.line.id)) continue
    if (before && sameLine(lineFields, before.line, row.line)) continue // taken out there, untouched here
    const kept = before ? rowOf({ ...row.line, id: undefined }) : row
    rows.push(kept)
    if (before) conflicts.push({ key: kept.key, field: null, mine: row.line, theirs: null })
  }
  return { header, rows, conflicts }
}

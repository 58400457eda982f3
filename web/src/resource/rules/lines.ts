import type { FieldSpec, Values } from '@/api'
import { brokenRule, hasRules, isShown, ruledFields } from './rules'
import type { Beside } from './rules'

/** The columns some line has a use for; with no line yet, those that depend on none. */
export function shownColumns(fields: FieldSpec[], rows: { line: Values }[], beside: Beside): FieldSpec[] {
  if (!hasRules(fields)) return fields
  return fields.filter((field) => !field.rules?.shown_when || rows.some(({ line }) => isShown(field, { ...beside, line })))
}

/** Which cells of a line may be typed into. */
export function openCells(fields: FieldSpec[], editable: boolean[], beside: Beside): boolean[] {
  if (!hasRules(fields)) return editable
  const open = new Map(ruledFields(fields, beside).map((field) => [field.name, !field.readonly]))
  return editable.map((may, index) => may && open.get(fields[index]?.name ?? '') === true)
}

/** What stands below an input whose value breaks its rule. */
export function ruleHelp(field: FieldSpec, beside: Beside): { validateStatus?: 'error'; help?: string } {
  const broken = brokenRule(field, beside)
  return broken === null ? {} : { validateStatus: 'error', help: broken }
}

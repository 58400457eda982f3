/** What a role says besides its grants: rights on fields, conditions on rows, denials. */

export type Level = 'edit' | 'required' | 'read' | 'hidden' | 'deny'
export const LEVELS: Level[] = ['edit', 'required', 'read', 'hidden', 'deny']

/** target → field → level; "edit" is left out. */
export type FieldRights = Record<string, Record<string, Level>>

export interface RowRule {
  resource: string
  formula: string
  effect: 'only' | 'except'
  /** It narrows what may be changed, not what may be looked at. */
  changes: boolean
}

const plain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

export function readFieldRights(value: unknown): FieldRights {
  if (!plain(value)) return {}
  return Object.fromEntries(Object.entries(value).filter(([, names]) => plain(names)).map(([target, names]) => [target, names as Record<string, Level>]))
}

/** The rights with one field set; a target that says nothing any more is left out. */
export function withLevel(rights: FieldRights, target: string, fields: string[], level: Level): FieldRights {
  const kept = Object.entries(rights[target] ?? {}).filter(([name]) => !fields.includes(name))
  const names = Object.fromEntries([...kept, ...(level === 'edit' ? [] : fields.map((name): [string, Level] => [name, level]))])
  const rest = Object.fromEntries(Object.entries(rights).filter(([name]) => name !== target))
  return Object.keys(names).length > 0 ? { ...rest, [target]: names } : rest
}

export const readRowRules = (value: unknown): RowRule[] =>
  Array.isArray(value) ? (value as Partial<RowRule>[]).map((one) => ({
    resource: one.resource ?? '', formula: one.formula ?? '', effect: one.effect === 'except' ? 'except' : 'only', changes: one.changes === true,
  })) : []

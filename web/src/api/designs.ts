import type { FieldDelta, FormDesign, OwnField } from './contract'
import { del, get, patch, post, put } from './http'

const path = (target: string): string => `/form-designs/${encodeURIComponent(target)}`

export const read = (target: string): Promise<FormDesign> => get(path(target))
/** Replaces all changes of the target; refused as a whole. */
export const keep = (target: string, rev: number, fields: Record<string, FieldDelta>): Promise<FormDesign> => put(path(target), { rev, fields })
export const addField = (target: string, field: OwnField): Promise<{ id: string; rev: number }> => post('/custom-fields', { ...field, target })
export const changeField = (id: string, values: Partial<OwnField>): Promise<{ id: string; rev: number }> => patch(`/custom-fields/${id}`, values)
export const takeField = (id: string): Promise<void> => del(`/custom-fields/${id}`)

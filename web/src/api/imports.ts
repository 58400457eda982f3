import type { Id, ImportErrors, ImportFile, ImportOptions, ImportPreview, ImportProgress } from './contract'
import type { components } from './schema'
import { get, itemsOf, post, put, request } from './http'

export const kinds = async (): Promise<{ kind: string; label: string }[]> =>
  itemsOf(await get<{ kind: string; label: string }[] | { items: { kind: string; label: string }[] }>('/imports/kinds'))

export function upload(kind: string, file: File): Promise<ImportFile> {
  const form = new FormData()
  form.set('kind', kind)
  form.set('file', file)
  return request('POST', '/imports', { body: form })
}

/** What the columns mean, by their position; parts left out stay as they are. */
export interface Mapping {
  sheet?: number
  header_row?: number
  columns?: Record<string, string | null>
  options?: ImportOptions
}

export const file = (id: Id): Promise<ImportFile> => get(`/imports/${id}/mapping`)
export const saveMapping = (id: Id, mapping: Mapping): Promise<ImportFile> => put(`/imports/${id}/mapping`, mapping satisfies Partial<Record<keyof components['schemas']['MappingIn'], unknown>>)
export const preview = (id: Id): Promise<ImportPreview> => post(`/imports/${id}/preview`)
export const run = (id: Id, partial: boolean): Promise<ImportProgress> => post(`/imports/${id}/run`, { partial })
export const read = (id: Id): Promise<ImportProgress> => get(`/imports/${id}`)
export const cancel = (id: Id): Promise<ImportProgress> => post(`/imports/${id}/cancel`)
/** Take an import back; `kept` names what stays and why. */
export const undo = (id: Id): Promise<{ state: string; kept: unknown[] }> => post(`/imports/${id}/undo`)
/** The first refused rows with what is wrong with them. */
export const errors = (id: Id): Promise<ImportErrors> => get(`/imports/${id}/errors`)
/** The latest imports, so that one that was left can be found again. */
export const recent = (): Promise<ImportProgress[]> => get('/imports')

/** Lay a saved mapping (YAML) over what was guessed. */
export function loadMapping(id: Id, file: File): Promise<ImportFile> {
  const form = new FormData()
  form.set('file', file)
  return request('POST', `/imports/${id}/mapping.yaml`, { body: form })
}

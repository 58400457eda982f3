import type { Id, ImportPreview, ImportRun } from './contract'
import { get, itemsOf, post, put, request } from './http'

export const kinds = async (): Promise<{ kind: string; label: string }[]> =>
  itemsOf(await get<{ kind: string; label: string }[] | { items: { kind: string; label: string }[] }>('/imports/kinds'))

export function upload(kind: string, file: File): Promise<ImportRun> {
  const form = new FormData()
  form.set('kind', kind)
  form.set('file', file)
  return request('POST', '/imports', { body: form })
}

export interface Mapping {
  sheet?: string
  header_row?: number
  columns: { index: number; field: string | null }[]
}

export const saveMapping = (id: Id, mapping: Mapping): Promise<ImportRun> => put(`/imports/${id}/mapping`, mapping)
export const preview = (id: Id): Promise<ImportPreview> => post(`/imports/${id}/preview`)
export const run = (id: Id, partial: boolean): Promise<ImportRun> => post(`/imports/${id}/run`, { partial })
export const read = (id: Id): Promise<ImportRun> => get(`/imports/${id}`)
export const cancel = (id: Id): Promise<ImportRun> => post(`/imports/${id}/cancel`)
export const undo = (id: Id): Promise<ImportRun> => post(`/imports/${id}/undo`)

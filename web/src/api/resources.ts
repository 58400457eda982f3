import type { FilterClause, Id, ListPage, LookupHit, RecordRow, Values } from './contract'
import { apiUrl, del, get, itemsOf, patch, post, request } from './http'

export interface ListParams {
  limit?: number
  cursor?: string | null
  sort?: string
  filter?: FilterClause[]
  q?: string
  fields?: string
  /** A formula to add up over every row. */
  sum?: string
  /** Fixed extra parameters of the path, e.g. the document type. */
  extra?: Record<string, string>
}

export function listQuery(params: ListParams): Record<string, string | number | null | undefined> {
  return {
    ...params.extra,
    limit: params.limit,
    cursor: params.cursor,
    sort: params.sort,
    filter: params.filter && params.filter.length > 0 ? JSON.stringify(params.filter) : undefined,
    q: params.q,
    fields: params.fields,
    sum: params.sum,
  }
}

export const list = (path: string, params: ListParams, signal?: AbortSignal): Promise<ListPage> =>
  get(`/${path}`, listQuery(params), signal)

export const read = (path: string, id: Id): Promise<RecordRow> => get(`/${path}/${id}`)
export const create = (path: string, values: Values): Promise<RecordRow> => post(`/${path}`, values)
export const update = (path: string, id: Id, values: Values): Promise<RecordRow> => patch(`/${path}/${id}`, values)
export const remove = (path: string, id: Id): Promise<void> => del(`/${path}/${id}`)

/** The units an item is kept in: its base unit and its further ones, with how many base units one holds. */
async function unitsOfItem(item: string, q: string): Promise<LookupHit[]> {
  const record = await read('items', item)
  const rows = Array.isArray(record['units']) ? (record['units'] as Values[]) : []
  const units = [{ unit: record['base_unit'], factor: '1' }, ...rows].flatMap(({ unit, factor }) =>
    typeof unit === 'object' && unit !== null ? [{ ...(unit as LookupHit), extra: { factor } }] : [],
  )
  const wanted = q.trim().toLowerCase()
  return units.filter((unit) => [unit.code, unit.name].some((text) => text.toLowerCase().includes(wanted)))
}

export const lookup = async (
  path: string,
  q: string,
  options: { limit?: number; signal?: AbortSignal; extra?: Record<string, string> } = {},
): Promise<LookupHit[]> =>
  path === 'units' && options.extra?.['item'] ? unitsOfItem(options.extra['item'], q) :
  itemsOf(
    await get<LookupHit[] | { items: LookupHit[] }>(
      `/${path}/lookup`,
      { ...options.extra, q, limit: options.limit ?? 20 },
      options.signal,
    ),
  )

/** The picture of an item; the name of the stored file keeps a new one from being taken for the old. */
export const pictureUrl = (item: Id, name: string): string => apiUrl(`/items/${item}/image`, { v: name })

export function setPicture(item: Id, file: File): Promise<{ image: string }> {
  const form = new FormData()
  form.set('file', file)
  return request('POST', `/items/${item}/image`, { body: form })
}

import type { Decimal, Id } from './contract'
import { get, post } from './http'

/** A record that looks like the one being entered; same: for all that counts it is. */
export interface DuplicateHint {
  id: Id
  code: string
  name: string
  spec: string
  same: boolean
  likeness: Decimal
}

export interface Variant {
  id: Id
  rev: number
  code: string
  name: string
  lifecycle: string
  values: Record<string, string>
  barcodes: string[]
}

export interface VariantMatrix {
  axes: Record<string, string[]>
  items: Variant[]
}

/** Items or partners like the one being entered. */
export const duplicates = (resource: string, query: Record<string, string | undefined>, signal?: AbortSignal): Promise<DuplicateHint[]> =>
  get(`/${resource}/duplicates`, query, signal)
export const variants = (item: Id): Promise<VariantMatrix> => get(`/items/${item}/variants`)
/** Make the missing variants, one per combination. */
export const makeVariants = (item: Id, axes: Record<string, string[]>): Promise<{ ids: Id[] }> => post(`/items/${item}/variants`, { axes })

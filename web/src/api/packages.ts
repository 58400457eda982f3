import type { Decimal, DocumentLine, Id, Reference } from './contract'
import type { DocumentRef } from './counts'
import { get, itemsOf, newKey, post } from './http'

/** So much of an item (lot, status) that stands in a package. */
export interface PackageContent {
  id: Id
  package: Reference
  item: Reference
  unit: Reference
  quantity: Decimal
  lot: Reference | null
  lot_of: string
  expiry_date: string | null
  bin: Reference | null
  status: string
  owner: string
}

export interface PackagePlace {
  kind: string
  warehouse: Reference | null
  bin: Reference | null
  name: string
}

export interface PackageEvent {
  at: string
  who: string
  package: Reference
  item: string
  lot: string
  status: string
  place: string
  quantity: Decimal
  unit: string
  document: { id: Id; type: string; number: string; label: string } | null
}

export interface PackagePage {
  package: Reference
  place: PackagePlace | null
  contents: PackageContent[]
  inside: Reference[]
  history: PackageEvent[]
}

export interface LooseStock {
  warehouse: Reference
  bin: Reference | null
  lot: Reference | null
  expiry_date: string | null
  status: string
  owner: Reference | null
  quantity: Decimal
  unit: string
}

export interface PackLine {
  item: Id
  warehouse: Id
  bin?: Id
  lot?: Id
  status: string
  owner?: Id
  quantity: Decimal
}

export const page = (id: Id): Promise<PackagePage> => get(`/packages/${id}/contents`)
export const loose = async (id: Id, item: Id): Promise<LooseStock[]> => itemsOf(await get<{ items: LooseStock[] }>(`/packages/${id}/loose`, { item }))
export const pack = (id: Id, lines: PackLine[]): Promise<PackagePage> => post(`/packages/${id}/pack`, { lines })
/** No lines: everything. */
export const unpack = (id: Id, lines: { content: Id; quantity: Decimal }[]): Promise<PackagePage> => post(`/packages/${id}/unpack`, { lines })
export const move = (id: Id, to: { warehouse: Id; bin: Id | null }): Promise<DocumentRef> => post(`/packages/${id}/move`, to)
/** Lines of a document about all that stands in the package; none where goods come in. */
export const lines = (id: Id, documentType: string, warehouse: Id | null): Promise<{ lines: DocumentLine[]; warehouse: Reference | null }> =>
  get(`/packages/${id}/lines`, { document_type: documentType, warehouse })
export const ofLot = async (lot: Id): Promise<(PackageContent & { place: PackagePlace })[]> =>
  itemsOf(await get<{ items: (PackageContent & { place: PackagePlace })[] }>(`/lots/${lot}/packages`))
/** A counter found the package whole. */
export const count = async (sheet: Id, id: Id, round: number): Promise<{ item: Id }[]> =>
  itemsOf(await post<{ items: { item: Id }[] }>(`/counts/sheets/${sheet}/packages`, { package: id, round, key: newKey() }))

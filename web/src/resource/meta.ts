import { createContext, useContext } from 'react'
import type { DocTypeSpec, Meta, ResourceSpec, StateLabel } from '@/api'
import type { ScanResult } from '@/api/stock'

export const MetaContext = createContext<Meta | null>(null)

/** The server's description of everything: resources, document types, reports, words of states. */
export function useMeta(): Meta {
  const meta = useContext(MetaContext)
  if (!meta) throw new Error('MetaContext is missing')
  return meta
}

/** Null before sign-in (the set-up page draws fields too). */
export const useMaybeMeta = (): Meta | null => useContext(MetaContext)

export const useResource = (name: string): ResourceSpec | undefined =>
  useMeta().resources.find((spec) => spec.name === name)

export const useDocType = (code: string): DocTypeSpec | undefined =>
  useMeta().document_types.find((spec) => spec.code === code)

/** May the viewer do this? The server has the last word; a right it does not mention is tried. */
export const can = (meta: Meta, subject: string, action: string): boolean => meta.viewer.can[`${subject}:${action}`] !== false

export const canAny = (meta: Meta, subjects: string[], action: string): boolean =>
  subjects.some((subject) => can(meta, subject, action))

/** Words of a state; axis is document, execution, settlement or status. */
export function stateLabel(meta: Meta | null, axis: string, value: string): StateLabel | undefined {
  const words = meta?.states[axis]
  return words?.[value] ?? words?.[value.toLowerCase()] ?? words?.[value.toUpperCase()]
}

/** The axis a state field shows. */
export function axisOf(field: string): string {
  if (field === 'execution' || field === 'settlement') return field
  return field === 'status' || field === 'to_status' ? 'status' : 'document'
}

/** Where the page of a reference's record is. */
export const recordPath = (resource: string, id: string): string => `/records/${resource}/${id}`
export const documentPath = (type: string, id: string): string => `/documents/${type}/${id}`

export function scanTarget(hit: ScanResult): string | null {
  if (hit.path) return hit.path
  if (hit.document) return documentPath(hit.document.type, hit.document.id)
  if (hit.item) return `/stock?item=${hit.item.id}`
  if (hit.bin) return `/stock?bin=${hit.bin.id}`
  if (hit.kind === 'item' && hit.id) return `/stock?item=${hit.id}`
  if (hit.kind === 'bin' && hit.id) return `/stock?bin=${hit.id}`
  return null
}

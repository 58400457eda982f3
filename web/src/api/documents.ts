import type {
  AttachmentRow, CommentRow, DocumentDraft, DocumentLine, HistoryEvent, HkDocument, Id, LinkGraph, Values,
} from './contract'
import { del, get, itemsOf, post, put, request } from './http'
import type { components } from './schema'

/** Bodies are checked against the description the server writes of itself. */
type Schemas = components['schemas']

export const read = (id: Id): Promise<HkDocument> => get(`/documents/${id}`)

export const create = (
  draft: DocumentDraft & { transition?: string; confirm?: string[] },
): Promise<HkDocument> =>
  post('/documents', draft satisfies Schemas['DocumentIn'])

export const replace = (
  id: Id,
  body: { rev: number; header: Values; lines: DocumentLine[]; confirm?: string[] },
): Promise<HkDocument> => put(`/documents/${id}`, body satisfies Schemas['DocumentChange'])

/** An approved order is changed; what it said stays readable as a version. */
export const revise = (
  id: Id,
  body: { rev: number; reason: string; header: Values; lines: DocumentLine[]; confirm?: string[] },
): Promise<HkDocument> => post(`/documents/${id}/revisions`, body satisfies Schemas['RevisionIn'])

export interface DocumentVersion {
  version: number
  at: string
  actor: { id: Id; name: string } | null
  reason: string
  changes: { line_no: number | null; field: string; label: string; before: unknown; after: unknown }[]
  header: Values
  lines: Values[]
}

export const versions = async (id: Id): Promise<DocumentVersion[]> =>
  itemsOf(await get<{ items: DocumentVersion[] }>(`/documents/${id}/revisions`))

export const discard = (id: Id): Promise<void> => del(`/documents/${id}`)

export interface TransitionBody {
  transition: string
  rev?: number
  reason?: string
  business_date?: string
  confirm?: string[]
}

export const transition = (id: Id, body: TransitionBody): Promise<HkDocument> =>
  post(`/documents/${id}/transitions`, body satisfies Schemas['TransitionIn'])

export const batchTransition = (
  documents: (TransitionBody & { id: Id })[],
  confirm?: string[],
): Promise<unknown> => post('/documents/batch-transitions', { documents, ...(confirm ? { confirm } : {}) })

export const pushDown = (sources: Id[], target: string): Promise<DocumentDraft> =>
  sources.length === 1
    ? get(`/documents/${sources[0]}/push-down`, { target })
    : get('/documents/push-down', { target, sources: sources.join(',') })

export const links = (id: Id): Promise<LinkGraph> => get(`/documents/${id}/links`)

export const events = async (id: Id): Promise<HistoryEvent[]> =>
  itemsOf(await get<HistoryEvent[] | { items: HistoryEvent[] }>(`/documents/${id}/events`))

export const comments = async (id: Id): Promise<CommentRow[]> =>
  itemsOf(await get<CommentRow[] | { items: CommentRow[] }>(`/documents/${id}/comments`))

export const addComment = (id: Id, text: string): Promise<CommentRow> => post(`/documents/${id}/comments`, { text })

export const attachments = async (id: Id): Promise<AttachmentRow[]> =>
  itemsOf(await get<AttachmentRow[] | { items: AttachmentRow[] }>(`/documents/${id}/attachments`))

export function addAttachment(id: Id, file: File): Promise<AttachmentRow> {
  const form = new FormData()
  form.set('file', file)
  return request('POST', `/documents/${id}/attachments`, { body: form })
}

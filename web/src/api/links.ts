import type { FieldSpec, Id, KeptFile, Values } from './contract'
import { get, post, request } from './http'

export interface LinkAddress { path: string; qr: string }
export interface LinkUse { at: string; address: string; document_id: Id | null; number: string; shown: number }

/** What a public link opens: fields of a form to fill in, or conditions of a question. */
export interface LinkDoor {
  name: string
  kind: 'FILL' | 'QUERY'
  label: string
  intro: string
  header: FieldSpec[]
  rows: FieldSpec[]
  rows_needed: boolean
  conditions: FieldSpec[]
}

export interface LinkAnswer { columns: FieldSpec[]; rows: Values[]; more: boolean }

/** What is asked for at the door: the key in the address, and the pass a password was exchanged for. */
export interface Knock { key: string; pass: string }

const knock = <T>(verb: string, { key, pass }: Knock, body: object = {}): Promise<T> => request('POST', `/public/link/${verb}`, { bearer: key, anonymous: true, body: { pass, ...body } })

export const address = (id: Id): Promise<LinkAddress> => get(`/public-links/${id}/address`)
export const renew = (id: Id): Promise<LinkAddress> => post(`/public-links/${id}/renew`)
export const revoke = (id: Id): Promise<void> => post(`/public-links/${id}/revoke`)
export const uses = (id: Id): Promise<LinkUse[]> => get(`/public-links/${id}/uses`)

export const open = (at: Knock): Promise<LinkDoor> => knock('open', at)
export const unlock = (key: string, password: string): Promise<{ pass: string }> => request('POST', '/public/link/password', { bearer: key, anonymous: true, body: { password } })
export const fill = (at: Knock, header: Values, lines: Values[], once: string): Promise<{ number: string; state: string }> => knock('fill', at, { header, lines, once })
export const ask = (at: Knock, values: Values): Promise<LinkAnswer> => knock('ask', at, { values })

/** Keep a file for the form; nobody outside reads it back, so its picture is the one at hand. */
export async function keep({ key, pass }: Knock, file: File): Promise<KeptFile> {
  const form = new FormData()
  form.set('file', file)
  form.set('given', pass)
  const kept = await request<Omit<KeptFile, 'url'>>('POST', '/public/link/files', { bearer: key, anonymous: true, body: form })
  return { ...kept, url: URL.createObjectURL(file) }
}

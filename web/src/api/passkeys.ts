import type { Id, Session } from './contract'
import { del, get, post, request } from './http'
import type { components } from './schema'

export type Passkey = components['schemas']['KeyOut']
type Options = components['schemas']['KeyOptions']
/** What goes back: the ticket of the question and the browser's signed answer. */
export interface KeyAnswer {
  ticket: string
  credential: Record<string, unknown>
}

/** Can this browser make and use passkeys here? They need https (or this very machine). */
export const passkeysWork = (): boolean =>
  window.isSecureContext && typeof window.PublicKeyCredential === 'function' && typeof window.PublicKeyCredential.parseRequestOptionsFromJSON === 'function'

const toJson = (credential: Credential | null): Record<string, unknown> => {
  if (!credential) throw new DOMException('no credential', 'NotAllowedError')
  return (credential as PublicKeyCredential).toJSON() as unknown as Record<string, unknown>
}

export const passkeys = (): Promise<Passkey[]> => get('/session/passkeys')
export const removePasskey = (id: Id): Promise<void> => del(`/session/passkeys/${id}`)

/** Ask the device for a new key and keep it. */
export async function addPasskey(password: string, name: string): Promise<void> {
  const { ticket, options } = await post<Options>('/session/passkeys/options', { password })
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON)
  await post('/session/passkeys', { ticket, name, credential: toJson(await navigator.credentials.create({ publicKey })) })
}

/** Ask the device who it is. */
export async function askPasskey(username: string, accountSet?: string): Promise<KeyAnswer> {
  const { ticket, options } = await request<Options>('POST', '/session/passkey/options', { body: { username, account_set: accountSet ?? null }, anonymous: true })
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON)
  return { ticket, credential: toJson(await navigator.credentials.get({ publicKey })) }
}

export const signInByPasskey = (answer: KeyAnswer, accountSet?: string): Promise<Session> =>
  request('POST', '/session/passkey', { body: { ...answer, account_set: accountSet ?? null }, anonymous: true })
/** Was it the person who gave up, or the device that has no key? */
export const gaveUp = (failure: unknown): boolean => failure instanceof DOMException && ['NotAllowedError', 'AbortError'].includes(failure.name)

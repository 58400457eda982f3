import type { Id } from './contract'
import { apiUrl, del, get, post, request } from './http'
import type { components } from './schema'

export type Provider = components['schemas']['ProviderOut']
export type LinkedAccount = components['schemas']['LinkedAccountOut']

export const providers = (accountSet?: string): Promise<Provider[]> => request('GET', '/sign-in/providers', { query: { account_set: accountSet }, anonymous: true })
/** Where a browser goes to sign in there. */
export const wayTo = (code: string, next: string, accountSet?: string): string => apiUrl(`/sign-in/${encodeURIComponent(code)}`, { next, account_set: accountSet })
export const links = (): Promise<LinkedAccount[]> => get('/session/links')
export const linkTo = (code: string, path: string): Promise<{ address: string }> => post(`/session/providers/${encodeURIComponent(code)}/link`, { path })
export const unlink = (id: Id): Promise<void> => del(`/session/links/${id}`)

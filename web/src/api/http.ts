import type { Problem } from './contract'
import { ApiError } from './errors'

const BASE = '/api/v1'

let language = 'zh-CN'
let onUnauthenticated: () => void = () => undefined

export function setApiLanguage(next: string): void {
  language = next
}

/** Called when the server no longer knows who we are. */
export function setUnauthenticatedHandler(handler: () => void): void {
  onUnauthenticated = handler
}

export type Query = Record<string, string | number | boolean | null | undefined>

export interface RequestOptions {
  query?: Query
  body?: unknown
  signal?: AbortSignal
  /** A 401 is an answer here (sign-in page), not the end of the session. */
  /** The key of a link; no session stands behind the request then. */
  bearer?: string
  anonymous?: boolean
}

export function apiUrl(path: string, query?: Query): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return `${BASE}${path}${text ? `?${text}` : ''}`
}

function cookie(name: string): string | undefined {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`))
  return found ? decodeURIComponent(found.slice(name.length + 1)) : undefined
}

/** crypto.randomUUID exists on secure origins only; a phone in the local network is not one. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Writes whose answer never arrived: the same request sent again carries the same key, so it cannot happen twice. */
const unanswered = new Map<string, string>()

function signature(method: string, path: string, body: unknown): string {
  return `${method} ${path} ${body instanceof FormData ? 'form' : JSON.stringify(body ?? null)}`
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = { code: `http_${response.status}`, title: response.statusText || String(response.status) }
  try {
    const data: unknown = await response.json()
    if (typeof data !== 'object' || data === null) return fallback
    return { ...fallback, ...(data as Partial<Problem>) }
  } catch {
    return fallback
  }
}

/** The server sets the cookie the token comes from when it is asked who we are. */
async function fetchCsrf(): Promise<void> {
  await fetch(apiUrl('/session'), { credentials: 'same-origin', headers: { Accept: 'application/json' } }).catch(() => undefined)
}

/** Send, and throw what the server refuses as an ApiError. A stale page token is renewed once, unseen. */
export async function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  try {
    return await sendOnce(method, path, options)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'csrf_failed') throw error
    await fetchCsrf()
    return sendOnce(method, path, options)
  }
}

async function sendOnce(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language }
  const unsafe = method !== 'GET'
  const sign = signature(method, path, options.body)
  let body: BodyInit | undefined
  if (options.body instanceof FormData) body = options.body
  else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    body = JSON.stringify(options.body)
  }
  if (options.bearer) headers['Authorization'] = `Bearer ${options.bearer}`
  else if (unsafe) {
    const key = unanswered.get(sign) ?? newKey()
    unanswered.set(sign, key)
    headers['Idempotency-Key'] = key
    if (!cookie('hengku_csrf')) await fetchCsrf()
    const token = cookie('hengku_csrf')
    if (token) headers['X-CSRFToken'] = token
  }
  let response: Response
  try {
    response = await fetch(apiUrl(path, options.query), {
      method,
      headers,
      body: body ?? null,
      credentials: 'same-origin',
      signal: options.signal ?? null,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, { code: 'unreachable', title: 'unreachable' })
  }
  unanswered.delete(sign)
  if (response.ok) return response
  if (response.status === 401 && !options.anonymous) onUnauthenticated()
  throw new ApiError(response.status, await problemOf(response))
}

export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options)
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  request<T>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) })
export const post = <T>(path: string, body?: unknown): Promise<T> => request<T>('POST', path, { body })
export const put = <T>(path: string, body?: unknown): Promise<T> => request<T>('PUT', path, { body })
export const patch = <T>(path: string, body?: unknown): Promise<T> => request<T>('PATCH', path, { body })
export const del = <T>(path: string, query?: Query): Promise<T> => request<T>('DELETE', path, query ? { query } : {})

/** Answers that are lists come bare or as `{items}`; both are read. */
export function itemsOf<T>(answer: T[] | { items: T[] }): T[] {
  return Array.isArray(answer) ? answer : answer.items
}

/** Save an answer of the server as a file of the user's. */
export async function download(path: string, query?: Query, fallbackName = 'hengku'): Promise<void> {
  const response = await send('GET', path, query ? { query } : {})
  const blob = await response.blob()
  const disposition = response.headers.get('Content-Disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1]
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = encoded ? decodeURIComponent(encoded) : (plain ?? fallbackName)
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

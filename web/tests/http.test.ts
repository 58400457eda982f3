// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiError, setApiLanguage, setUnauthenticatedHandler } from '@/api'
import { get, post, request } from '@/api/http'

const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const keyOf = (call: unknown[]): string => ((call[1] as RequestInit).headers as Record<string, string>)['Idempotency-Key'] ?? ''

afterEach(() => {
  vi.unstubAllGlobals()
  document.cookie = 'hengku_csrf=; expires=Thu, 01 Jan 1970 00:00:00 GMT'
})

describe('requests', () => {
  it('carry language, csrf token and a key on writes only', async () => {
    const calls = vi.fn(() => Promise.resolve(answer({ ok: true })))
    vi.stubGlobal('fetch', calls)
    document.cookie = 'hengku_csrf=tok'
    setApiLanguage('en')
    await get('/items', { q: 'a b', empty: '' })
    await post('/items', { code: 'A' })
    const [read, write] = calls.mock.calls as unknown as [[string, RequestInit], [string, RequestInit]]
    expect(read[0]).toBe('/api/v1/items?q=a+b')
    expect(read[1].headers).not.toHaveProperty('Idempotency-Key')
    expect(write[1].headers).toMatchObject({ 'Accept-Language': 'en', 'X-CSRFToken': 'tok', 'Content-Type': 'application/json' })
    expect(keyOf(write)).toMatch(/^[0-9a-f]{32}$/)
  })

  it('repeat an unanswered write with the same key, an answered one with a new key', async () => {
    const calls = vi.fn<() => Promise<Response>>()
    document.cookie = 'hengku_csrf=tok'
    calls.mockRejectedValueOnce(new TypeError('network')).mockImplementation(() => Promise.resolve(answer({})))
    vi.stubGlobal('fetch', calls)
    await expect(post('/documents', { a: 1 })).rejects.toMatchObject({ status: 0, code: 'unreachable' })
    await post('/documents', { a: 1 })
    await post('/documents', { a: 1 })
    const keys = (calls.mock.calls as unknown[][]).map(keyOf)
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[1])
  })

  it('renew a page token that went stale, once', async () => {
    document.cookie = 'hengku_csrf=old'
    const seen: string[] = []
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      seen.push(`${init.method ?? 'GET'} ${url}`)
      return Promise.resolve(seen.length === 1 ? answer({ code: 'csrf_failed', title: 'x' }, 403) : answer({ ok: true }))
    })
    await expect(post('/items', {})).resolves.toEqual({ ok: true })
    expect(seen).toEqual(['POST /api/v1/items', 'GET /api/v1/session', 'POST /api/v1/items'])
  })

  it('turn problem details into errors and tell when the session ended', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(answer({ code: 'unauthenticated', title: 'x', detail: 'sign in' }, 401)))
    const gone = vi.fn()
    setUnauthenticatedHandler(gone)
    await expect(get('/items')).rejects.toThrow(ApiError)
    expect(gone).toHaveBeenCalledTimes(1)
    await expect(request('GET', '/session', { anonymous: true })).rejects.toThrow('sign in')
    expect(gone).toHaveBeenCalledTimes(1)
  })

  it('survive an error without a body', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 502 })))
    await expect(get('/items')).rejects.toMatchObject({ status: 502, code: 'http_502' })
  })
})

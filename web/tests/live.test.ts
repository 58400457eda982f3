import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { goLive, touched } from '../src/app/live/live'

/** A stream whose events the test sends. */
class FakeSource {
  static last: FakeSource
  static readonly CLOSED = 2
  readyState = 1
  onopen: () => void = () => undefined
  onerror: () => void = () => undefined
  private listeners: Record<string, (event: { data: string }) => void> = {}

  constructor(readonly url: string) {
    FakeSource.last = this
  }

  addEventListener(name: string, hear: (event: { data: string }) => void): void {
    this.listeners[name] = hear
  }

  say(types: string[]): void {
    this.listeners['change']?.({ data: JSON.stringify({ position: '7', types }) })
  }

  notice(): void {
    this.listeners['notice']?.({ data: '{}' })
  }

  close(): void {
    this.readyState = FakeSource.CLOSED
  }
}

const receipts = ['list', 'documents', { type: 'goods_receipt' }]
const orders = ['list', 'documents', { type: 'sales_order' }]
const stale = (queries: QueryClient, key: unknown[]): boolean => queries.getQueryState(key)?.isInvalidated === true

function known(): QueryClient {
  const queries = new QueryClient()
  for (const key of [receipts, orders, ['document', '5'], ['books', 'light'], ['meta'], ['notices']]) queries.setQueryData(key, 'known')
  return queries
}

describe('live pages', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', FakeSource)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('ask again for what an event touches, and for nothing else', () => {
    const queries = known()
    const stop = goLive(queries, 'main:1')
    FakeSource.last.say(['goods_receipt.posted'])
    vi.advanceTimersByTime(1_000)
    expect([receipts, ['document', '5'], ['books', 'light']].map((key) => stale(queries, key))).toEqual([true, true, true])
    expect([orders, ['meta'], ['notices']].map((key) => stale(queries, key))).toEqual([false, false, false])
    FakeSource.last.notice()
    expect([orders, ['notices']].map((key) => stale(queries, key))).toEqual([false, true])
    stop()
    expect(FakeSource.last.readyState).toBe(FakeSource.CLOSED)
  })

  it('ask every half minute while the stream is down, and once more when it is back', () => {
    const queries = known()
    const stop = goLive(queries, 'main:1')
    FakeSource.last.onerror()
    vi.advanceTimersByTime(29_000)
    expect(stale(queries, orders)).toBe(false)
    vi.advanceTimersByTime(1_000)
    expect(stale(queries, orders)).toBe(true)
    queries.setQueryData(orders, 'fresh')
    FakeSource.last.onopen()
    expect(stale(queries, orders)).toBe(true)
    queries.setQueryData(orders, 'fresh')
    vi.advanceTimersByTime(60_000)
    expect(stale(queries, orders)).toBe(false)
    stop()
  })

  it('leave records alone: only documents are in the stream', () => {
    expect(touched(['list', 'items', undefined], null)).toBe(false)
    expect(touched(['list', 'documents', {}], new Set(['shipment']))).toBe(true)
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { formatTime, momentAt, setBookZone, todayIn, wallTime } from '@/kit/clock'

afterEach(() => setBookZone('Asia/Shanghai'))

describe("the book's clock", () => {
  it('takes today from the time zone of the book', () => {
    expect(todayIn('Asia/Shanghai', new Date('2026-11-22T17:00:00Z'))).toBe('2026-11-23')
    expect(todayIn('UTC', new Date('2026-11-22T17:00:00Z'))).toBe('2026-11-22')
  })

  it('tells times in the zone of the book, wherever the browser is', () => {
    expect(formatTime('2026-11-22T17:05:59+00:00')).toBe('2026-11-23 01:05')
    setBookZone('America/New_York')
    expect(formatTime('2026-11-22T17:05:59+00:00')).toBe('2026-11-22 12:05')
    expect(formatTime('midnight')).toBe('midnight')
    expect(formatTime(null)).toBe('–')
  })

  it('reads midnight as the hour 00', () => {
    expect(wallTime(new Date('2026-11-22T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-23 00:00:00')
  })

  it('finds the moment a wall clock shows, across daylight saving', () => {
    expect(momentAt('2026-11-23 09:30:00', 'Asia/Shanghai')).toBe('2026-11-23T01:30:00.000Z')
    expect(momentAt('2026-07-01 12:00:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z')
    expect(momentAt('2026-12-01 12:00:00', 'Europe/Berlin')).toBe('2026-12-01T11:00:00.000Z')
  })
})

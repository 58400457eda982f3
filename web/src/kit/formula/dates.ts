/** Dates of formulas are texts like "2026-03-31", moments are milliseconds since 1970. */

import { Failed } from './failed'

const DAY = 86_400_000
const MOST = 100_000

export const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/

export function dateOf(year: number, month: number, day: number): string {
  const time = new Date(0)
  time.setUTCFullYear(year, month - 1, day)
  if (year < 1 || year > 9999 || time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) throw new Failed('bad_date')
  return time.toISOString().slice(0, 10)
}

export const parts = (date: string) => date.split('-').map(Number) as [number, number, number]

const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY

export const daysBetween = (end: string, start: string) => dayNumber(end) - dayNumber(start)

export function addDays(date: string, days: number): string {
  const time = new Date((dayNumber(date) + days) * DAY)
  const year = time.getUTCFullYear()
  if (Math.abs(days) > MOST || year < 1 || year > 9999) throw new Failed('bad_date')
  return time.toISOString().slice(0, 10)
}

const lastDay = (year: number, month: number) => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()

export function addMonths(date: string, months: number): string {
  const [year, month, day] = parts(date)
  const index = year * 12 + month - 1 + months
  const toYear = Math.floor(index / 12)
  const toMonth = index - toYear * 12 + 1
  if (Math.abs(months) > MOST || toYear < 1 || toYear > 9999) throw new Failed('bad_date')
  return dateOf(toYear, toMonth, Math.min(day, lastDay(toYear, toMonth)))
}

export function monthEnd(date: string, months: number): string {
  const [year, month] = parts(addMonths(`${date.slice(0, 8)}01`, months))
  return dateOf(year, month, lastDay(year, month))
}

export function monthsBetween(end: string, start: string): number {
  if (end < start) return -monthsBetween(start, end)
  const [endYear, endMonth, endDay] = parts(end)
  const [year, month, day] = parts(start)
  return (endYear - year) * 12 + endMonth - month - (endDay < day ? 1 : 0)
}

/** Monday is 1. */
export const weekday = (date: string) => (((dayNumber(date) + 3) % 7) + 7) % 7 + 1

export function workdays(end: string, start: string): number {
  if (end < start) return -workdays(start, end)
  const days = daysBetween(end, start) + 1
  const weeks = Math.floor(days / 7)
  let rest = 0
  for (let step = 0; step < days % 7; step++) if ((weekday(start) - 1 + step) % 7 < 5) rest++
  return weeks * 5 + rest
}

/** ISO 8601: the week of the year that has this week's Thursday. */
export function weekNumber(date: string): number {
  const thursday = addDays(date, 4 - weekday(date))
  return Math.floor(daysBetween(thursday, `${thursday.slice(0, 4)}-01-01`) / 7) + 1
}

function inZone(moment: number, zone: string): Map<string, string> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23',
  }) // prettier-ignore
  return new Map(format.formatToParts(moment).map((part) => [part.type, part.value]))
}

export function dateInZone(moment: number, zone: string): string {
  const at = inZone(moment, zone)
  return ['year', 'month', 'day'].map((part) => at.get(part)).join('-')
}

export const hourInZone = (moment: number, zone: string) => Number(inZone(moment, zone).get('hour'))

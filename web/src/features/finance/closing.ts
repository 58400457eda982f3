import type { CloseCheck, Month } from '@/api/finance'

/** First day after the month that begins on `first`. */
export function dayAfter(first: string): string {
  const [year = 0, month = 0] = first.split('-').map(Number)
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`
}

/** Last day of the month that begins on `first`. */
export const lastDay = (first: string): string => new Date(Date.parse(`${dayAfter(first)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** The month the address names, else the one whose turn it is, else the newest. */
export const chosenMonth = (months: Month[], wanted: string | null): Month | undefined =>
  months.find((one) => one.month.slice(0, 7) === wanted) ?? months.find((one) => one.can_close) ?? months[0]

export type Standing = 'closed' | 'running' | 'earlier' | 'blocked' | 'unconfirmed' | 'ready'

/** Where a month stands on its way to the close. `today` in the book's zone. */
export function standingOf(month: Month, checks: CloseCheck[], confirmed: string[], today: string): Standing {
  if (month.closed_at !== null) return 'closed'
  if (today < dayAfter(month.month)) return 'running'
  if (!month.can_close) return 'earlier'
  if (checks.some((one) => one.status === 'block')) return 'blocked'
  return checks.some((one) => one.status === 'warn' && !confirmed.includes(one.id)) ? 'unconfirmed' : 'ready'
}

import { NOTHING } from './words'

/** The book's time zone is the only one: every clock time on every page is told in it. */
let bookZone = 'Asia/Shanghai'
const writers = new Map<string, Intl.DateTimeFormat>()

/** Called once the description of the product has come, before any page is drawn. */
export function setBookZone(zone: string): void {
  if (zone) bookZone = zone
}

function writerOf(zone: string): Intl.DateTimeFormat {
  const known = writers.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  })
  writers.set(zone, made)
  return made
}

/** What the clock on the wall shows at a moment: "2026-11-23 09:30:00". A zone the browser does not know reads as UTC. */
export function wallTime(at: Date, zone: string = bookZone): string {
  try {
    const parts = Object.fromEntries(writerOf(zone).formatToParts(at).map((part) => [part.type, part.value]))
    return `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}:${parts['second']}`
  } catch {
    return at.toISOString().slice(0, 19).replace('T', ' ')
  }
}

const asUtc = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}Z`)

/** The moment the wall clock shows `wall`; of an hour that comes twice the first, a skipped hour is moved on. */
export function momentAt(wall: string, zone: string = bookZone): string {
  const wanted = asUtc(wall)
  let guess = wanted
  for (let step = 0; step < 2; step += 1) guess += wanted - asUtc(wallTime(new Date(guess), zone))
  return new Date(guess).toISOString()
}

/** A time to the minute, as the book's clock shows it. */
export function formatTime(value: unknown): string {
  if (typeof value !== 'string' || value === '') return NOTHING
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? value : wallTime(at).slice(0, 16)
}

/** Today in the book's time zone: the only "today" there is. */
export const todayIn = (timezone: string, now: Date): string => wallTime(now, timezone).slice(0, 10)

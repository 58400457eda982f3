/** What was there before, for taking steps back. */
export interface History<T> {
  past: T[]
  now: T
  future: T[]
  /** Steps of the same mark are one: letters typed into one field. */
  mark: string | null
}

const KEPT = 100

export const begin = <T>(now: T): History<T> => ({ past: [], now, future: [], mark: null })

export function step<T>(history: History<T>, next: T, mark: string | null = null): History<T> {
  if (next === history.now) return history
  if (mark !== null && mark === history.mark) return { ...history, now: next, future: [] }
  return { past: [...history.past, history.now].slice(-KEPT), now: next, future: [], mark }
}

export function undo<T>(history: History<T>): History<T> {
  const former = history.past.at(-1)
  if (former === undefined) return history
  return { past: history.past.slice(0, -1), now: former, future: [history.now, ...history.future], mark: null }
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.now], now: next, future, mark: null }
}

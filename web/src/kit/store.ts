/** What the browser remembers for this user. A full or forbidden storage must never stop the work. */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`hk.${key}`, JSON.stringify(value))
  } catch {
    return
  }
}

export function recall<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`hk.${key}`)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`hk.${key}`)
  } catch {
    return
  }
}

/** A name for something kept in this browser only. */
export const newId = (): string => Date.now().toString(36) + Math.random().toString(36).slice(2, 8)

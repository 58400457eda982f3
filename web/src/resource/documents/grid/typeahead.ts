/**
 * Keys typed while a cell still asks the server which item is meant. Whoever types "pinyin, Enter, 20, Enter" does not wait for
 * answers: what belongs to the next cells is kept and handed over when they open.
 */
let kept: string[] = []

const PRINTABLE = /^.$/u
const LEAVING = new Set(['Enter', 'Tab'])

/** Keep a key for the next cell; false when it is not one that types or leaves. */
export function keepKey(key: string): boolean {
  if (!PRINTABLE.test(key) && !LEAVING.has(key) && key !== 'Backspace') return false
  kept.push(key)
  return true
}

/** What the cell that just opened was meant to get: its text, and the key that leaves it again. The rest stays for the next one. */
export function takeKept(): { text: string; leave: string | null } {
  let text = ''
  while (kept.length > 0) {
    const key = kept.shift() as string
    if (LEAVING.has(key)) return { text, leave: key }
    text = key === 'Backspace' ? text.slice(0, -1) : text + key
  }
  return { text, leave: null }
}

/** The cell stays where it is (nothing was found): nothing may land elsewhere later. */
export function dropKept(): void {
  kept = []
}

/**
 * Keys typed while a field still asks the server which record is meant. Whoever types "pinyin, Enter, 20, Enter" does not wait for
 * answers: what belongs to the next fields is kept and handed over when they open.
 */
let kept: string[] = []

const PRINTABLE = /^.$/u
/** Ctrl-Enter while it waits. */
export const SAVE = 'Mod+Enter'
const LEAVING = new Set(['Enter', 'Tab', SAVE])

interface KeyStroke {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** Keep a key for the next field; false when it is not one that types or leaves. */
export function keepKey({ key: pressed, ctrlKey, metaKey, altKey }: KeyStroke): boolean {
  const mod = ctrlKey || metaKey
  const key = mod && pressed === 'Enter' ? SAVE : pressed
  if (altKey || (mod && key !== SAVE)) return false
  if (!PRINTABLE.test(key) && !LEAVING.has(key) && key !== 'Backspace') return false
  kept.push(key)
  return true
}

/** What the field that just opened was meant to get: its text, and the key that leaves it again. The rest stays for the next one. */
export function takeKept(): { text: string; leave: string | null } {
  let text = ''
  while (kept.length > 0) {
    const key = kept.shift() as string
    if (LEAVING.has(key)) return { text, leave: key }
    text = key === 'Backspace' ? text.slice(0, -1) : text + key
  }
  return { text, leave: null }
}

/** The key event a kept leaving key stands for. */
export const pressOf = (key: string): KeyboardEvent =>
  new KeyboardEvent('keydown', { key: key === SAVE ? 'Enter' : key, ctrlKey: key === SAVE, bubbles: true, cancelable: true })

/** How a leaving key is called while it waits. */
export const leaveOf = ({ key, ctrlKey, metaKey }: KeyStroke): string => (key === 'Enter' && (ctrlKey || metaKey) ? SAVE : key)

/** The cursor stays where it is (nothing was found): nothing may land elsewhere later. */
export function dropKept(): void {
  kept = []
}

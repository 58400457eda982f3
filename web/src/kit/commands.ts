import type { ReactNode } from 'react'

/** One thing a user can do here: toolbar, row menu, bulk bar, palette and hot keys all render this. */
export interface Command {
  key: string
  label: string
  icon?: ReactNode
  shortcut?: string
  keywords?: string
  primary?: boolean
  danger?: boolean
  disabled?: boolean
  /** Why it cannot be done now, in words. */
  reason?: string
  group?: string
  perform: () => void
}

interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/** Does this key press mean this shortcut? "Mod" is Ctrl, or Command on a Mac. */
export function matchesShortcut(shortcut: string, press: KeyPress): boolean {
  const parts = shortcut.split('+')
  const key = parts.pop() ?? ''
  const wantMod = parts.includes('Mod')
  const wantAlt = parts.includes('Alt')
  const wantShift = parts.includes('Shift')
  if (wantMod !== (press.ctrlKey || press.metaKey) || wantAlt !== press.altKey) return false
  const printable = key.length === 1 && !/[a-z0-9]/i.test(key)
  if (!printable && wantShift !== press.shiftKey) return false
  return press.key.toLowerCase() === key.toLowerCase()
}

export function shortcutText(shortcut: string): string {
  return shortcut.replace('Mod', 'Ctrl').replace('ArrowDown', '↓').replace('ArrowUp', '↑').replace('Escape', 'Esc')
}

/** Keep commands whose words hold every typed word, best first. */
export function rankCommands(commands: Command[], typed: string): Command[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return commands
  const scored = commands.map((command) => {
    const label = command.label.toLowerCase()
    const text = `${label} ${command.keywords?.toLowerCase() ?? ''}`
    if (!words.every((word) => text.includes(word))) return { command, score: 0 }
    const first = words[0] ?? ''
    const score = label === first ? 4 : label.startsWith(first) ? 3 : label.includes(first) ? 2 : 1
    return { command, score }
  })
  return scored
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((entry) => entry.command)
}

import type { KeyboardEvent } from 'react'

interface Keys {
  moveNode: (id: string, step: -1 | 1) => void
  moveBranch: (id: string, step: -1 | 1) => void
  remove: (id: string) => void
  carry: (id: string | null) => void
  undo: () => void
  redo: () => void
}

const STEPS: Record<string, -1 | 1> = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }

/** The drawing by keyboard: arrows go from card to card, with Alt they move the card; Delete takes it out; Ctrl-Z and Ctrl-Y step back and forth. */
export function answerKey(event: KeyboardEvent<HTMLElement>, keys: Keys): void {
  const target = event.target as HTMLElement
  const stop = () => event.preventDefault()
  if ((event.ctrlKey || event.metaKey) && ['z', 'y'].includes(event.key.toLowerCase())) {
    stop()
    return event.key.toLowerCase() === 'y' || event.shiftKey ? keys.redo() : keys.undo()
  }
  if (event.key === 'Escape') return keys.carry(null)
  const id = target.dataset['flow']
  if (!id) return
  if (event.key === 'Delete' || event.key === 'Backspace') {
    stop()
    return keys.remove(id)
  }
  const step = STEPS[event.key]
  if (!step) return
  stop()
  const across = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
  if (event.altKey) return across ? keys.moveBranch(id, step) : keys.moveNode(id, step)
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>(across ? '.hk-flow-case [data-flow]' : '[data-flow]')]
  const next = cards[cards.indexOf(target) + step]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

import { createContext, useContext } from 'react'
import type { FlowProblem } from '@/api'
import type { NewKind, Place } from './tree'

/** What every card of the drawing needs to know. */
export interface Canvas {
  readOnly: boolean
  selected: string | null
  summary: (place: Place) => string
  problems: Map<string, FlowProblem[]>
  /** How many of the last documents came by; null: not asked. */
  counts: Record<string, number> | null
  /** Where the chosen document went; null: none is chosen. */
  passed: ReadonlySet<string> | null
  /** A node that was picked up to be put elsewhere. */
  carried: string | null
  select: (id: string) => void
  insert: (place: string, kind: NewKind) => void
  addBranch: (gateway: string) => void
  moveBranch: (branch: string, step: -1 | 1) => void
  moveNode: (id: string, step: -1 | 1) => void
  duplicate: (id: string) => void
  wrap: (id: string) => void
  carry: (id: string | null) => void
  drop: (place: string) => void
  remove: (id: string) => void
}

export const CanvasContext = createContext<Canvas | null>(null)

export function useCanvas(): Canvas {
  const canvas = useContext(CanvasContext)
  if (!canvas) throw new Error('CanvasContext is missing')
  return canvas
}

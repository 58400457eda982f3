import { useCallback, useEffect, useRef, useState } from 'react'
import { approvalsApi } from '@/api'
import type { FlowProblem, FlowTree } from '@/api'
import { begin, redo, step, undo } from '@/kit'
import type { History } from '@/kit'

export type Kept = 'kept' | 'waiting' | 'keeping' | 'failed'
const PAUSE_MS = 600

/** The draft somebody draws: steps back and forth, kept on the server shortly after every change, with what it finds wrong. */
export function useFlow(workflow: string, first: FlowTree, found: FlowProblem[]) {
  const [history, setHistory] = useState<History<FlowTree>>(() => begin(first))
  const [problems, setProblems] = useState(found)
  const [kept, setKept] = useState<Kept>('kept')
  const [error, setError] = useState<unknown>(null)
  const stored = useRef(first)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const running = useRef<Promise<boolean> | null>(null)
  const tree = history.now
  const latest = useRef(tree)
  useEffect(() => {
    latest.current = tree
  }, [tree])

  /** One at a time, so that an older drawing never comes after a newer one. */
  const keep = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current)
    while (running.current) await running.current
    const sent = latest.current
    if (sent === stored.current) return true
    setKept('keeping')
    running.current = approvalsApi.keepDraft(workflow, sent).then((answer) => {
      stored.current = sent
      setProblems(answer.problems)
      setError(null)
      setKept(latest.current === sent ? 'kept' : 'waiting')
      return true
    }, (failure: unknown) => {
      setError(failure)
      setKept('failed')
      return false
    })
    const done = await running.current
    running.current = null
    return done
  }, [workflow])

  useEffect(() => {
    if (tree === stored.current) return undefined
    setKept('waiting')
    timer.current = setTimeout(() => void keep(), PAUSE_MS)
    return () => clearTimeout(timer.current)
  }, [tree, keep])

  // Leaving the page keeps what was drawn last.
  useEffect(() => () => void keep(), [keep])

  return {
    tree, problems, kept, error, keep,
    change: (next: FlowTree, mark: string | null = null) => setHistory((known) => step(known, next, mark)),
    undo: () => setHistory(undo),
    redo: () => setHistory(redo),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  }
}

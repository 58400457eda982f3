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

  /** One at a time until what is on the server is what is on screen, so that an older drawing never comes after a newer one. */
  const keep = useCallback((): Promise<boolean> => {
    const run = async (): Promise<boolean> => {
      while (latest.current !== stored.current) {
        const sent = latest.current
        setKept('keeping')
        try {
          const answer = await approvalsApi.keepDraft(workflow, sent)
          stored.current = sent
          setProblems(answer.problems)
          setError(null)
        } catch (failure) {
          setError(failure)
          setKept('failed')
          return false
        }
      }
      setKept('kept')
      return true
    }
    clearTimeout(timer.current)
    running.current ??= run().finally(() => { running.current = null })
    return running.current
  }, [workflow])

  useEffect(() => {
    if (tree === stored.current && !running.current) {
      setKept('kept')
      return undefined
    }
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

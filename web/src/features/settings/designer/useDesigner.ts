import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { designsApi, isApiError } from '@/api'
import type { FormDesign, OwnField } from '@/api'
import { begin, redo, step, undo } from '@/kit'
import type { History } from '@/kit'
import { changesBetween, ownChanges } from './diff'
import { deltasOf, fieldsOf, setOwn, sheetOf } from './model'
import type { Design, Sheet } from './model'

/** "target/field" → what → what the server says against it. */
export type Problems = Record<string, Record<string, string>>

const isLines = (target: string): boolean => target.endsWith(':line')

/** The server's refusals by the field they concern; `code` names the own field that was sent. */
export function problemsOf(error: unknown, target: string, code: string | null): Problems {
  const found: Problems = {}
  if (!isApiError(error)) return found
  for (const item of error.items) {
    const loc = item.loc.map(String).filter((part) => !['body', 'payload'].includes(part))
    const [name, what] = loc[0] === 'fields' && loc[1] ? [loc[1], loc[2] ?? ''] : code ? [code, loc[0] ?? ''] : ['', '']
    if (name) (found[`${target}/${name}`] ??= {})[what] = item.message
  }
  return found
}

/** What was drawn and not published, for coming back to the page; another version of the forms starts anew. */
const drawn = new Map<string, History<Design>>()

/** One page's work on the forms of a kind of document or record: steps back and forth, nothing kept until it is published. */
export function useDesigner(answers: FormDesign[], version: string) {
  const queries = useQueryClient()
  const kept = useMemo(() => Object.fromEntries(answers.map((answer) => [answer.target, sheetOf(answer, isLines(answer.target))])) as Design, [answers])
  const [history, setHistory] = useState(() => drawn.get(version) ?? begin(kept))
  const [problems, setProblems] = useState<Problems>({})
  const design = history.now
  const changes = useMemo(
    () => answers.map((answer) => ({ target: answer.target, label: answer.label, changes: changesBetween(kept[answer.target] as Sheet, design[answer.target] as Sheet) })),
    [answers, kept, design],
  )

  const dirty = changes.some((one) => one.changes.length > 0)

  useEffect(() => {
    if (dirty) drawn.set(version, history)
    else drawn.delete(version)
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    if (dirty) window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [dirty, history, version])

  const change = (target: string, make: (sheet: Sheet) => Sheet, mark: string | null = null) => {
    setHistory((known) => {
      const sheet = known.now[target]
      const next = sheet ? make(sheet) : sheet
      return !sheet || next === sheet ? known : step(known, { ...known.now, [target]: next as Sheet }, mark)
    })
  }
  /** What the server said about a field it keeps now; no step to go back over. */
  const adopt = (target: string, code: string, values: Partial<OwnField>) =>
    setHistory((known) => ({ ...known, now: { ...known.now, [target]: setOwn(known.now[target] as Sheet, code, values) } }))

  const sendOwn = async (answer: FormDesign, sheet: Sheet, own: OwnField) => {
    const before = answer.own.find((one) => one.id === own.id)
    try {
      if (!own.id) {
        const made = await designsApi.addField(answer.target, own)
        adopt(answer.target, own.code, { id: made.id, rev: made.rev })
      } else {
        const changed = before ? ownChanges(before, own) : own
        if (Object.keys(changed).length > 0) {
          const made = await designsApi.changeField(own.id, { ...changed, rev: own.rev ?? 0 })
          adopt(answer.target, own.code, { rev: made.rev })
        }
      }
    } catch (error) {
      setProblems(problemsOf(error, sheet.target, own.code))
      throw error
    }
  }

  const publishOne = async (answer: FormDesign) => {
    const sheet = design[answer.target] as Sheet
    for (const own of sheet.removed) if (own.id) await designsApi.takeField(own.id)
    for (const { own } of fieldsOf(sheet)) if (own) await sendOwn(answer, sheet, own)
    try {
      await designsApi.keep(answer.target, answer.rev, deltasOf(sheet, answer))
    } catch (error) {
      setProblems(problemsOf(error, answer.target, null))
      throw error
    }
  }

  const publish = async () => {
    setProblems({})
    for (const { target, changes: some } of changes) {
      const answer = answers.find((one) => one.target === target)
      if (answer && some.length > 0) await publishOne(answer)
    }
    drawn.delete(version)
    await queries.invalidateQueries({ queryKey: ['meta'] })
    await queries.invalidateQueries({ queryKey: ['form-design'] })
  }

  return {
    design, changes, problems, change, publish,
    dirty,
    undo: () => setHistory(undo),
    redo: () => setHistory(redo),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  }
}

export type Designer = ReturnType<typeof useDesigner>

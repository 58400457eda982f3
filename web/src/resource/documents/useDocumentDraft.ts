import { useCallback, useEffect, useMemo, useState } from 'react'
import type { DocTypeSpec, DocumentDraft, HkDocument, LineContext, Values } from '@/api'
import { referenceId } from '../fields/values'
import { useMeta } from '../meta'
import { rowOf, isBlank, setCells, withLastPrice, withUsualBin } from './grid/model'
import type { GridRow } from './grid/model'
import { dropDraft, headerOf, keepDraft, keptDraft, newHeader } from './header'
import type { LocalDraft } from './header'
import { mergeDrafts } from './merge'
import type { Conflict, DraftContent } from './merge'
import { keepsBins, writableFields } from './lineFields'

export interface DraftState {
  header: Values
  rows: GridRow[]
  dirty: boolean
  /** The revision the typing began from: a newer one read meanwhile must not be overwritten unseen. */
  rev: number | null
  includesTax: boolean
  setHeader: (values: Values) => void
  setRows: (change: (rows: GridRow[]) => GridRow[]) => void
  /** What is known beside the lines fills what nobody typed: the last price, the usual bin. */
  takeContext: (context: Record<string, LineContext>) => void
  /** Work of an earlier visit that was never saved. */
  kept: LocalDraft | null
  restore: () => void
  forgetKept: () => void
  /** Give up what was typed; the newest revision takes its place. */
  giveUp: () => void
  /** Lay what was typed over a newer revision; `merged` tells what both sides changed (null: nothing was merged). */
  merge: (latest: HkDocument) => void
  merged: Conflict[] | null
  /** Let the other side have it. */
  yieldTo: (conflict: Conflict) => void
  /** Saved: what is on screen is what the server has. */
  settle: (document: HkDocument) => void
}

const withBlank = (rows: GridRow[]): GridRow[] => {
  const last = rows[rows.length - 1]
  return last && isBlank(last) ? rows : [...rows, rowOf()]
}

/** The header and lines being typed, kept in the browser until they are saved. */
export function useDocumentDraft(spec: DocTypeSpec, document: HkDocument | null, prefill: DocumentDraft | null, editable: boolean, preset?: Values): DraftState {
  const meta = useMeta()
  const id = document?.id ?? 'new'
  const source = document ?? prefill
  const begin = useCallback(
    (from: HkDocument | DocumentDraft | null): { header: Values; rows: GridRow[] } => {
      const lines = from?.lines.map((line) => rowOf(line)) ?? []
      if (from && 'rev' in from) return { header: headerOf(spec, from), rows: editable && from.state.toLowerCase() === 'draft' ? withBlank(lines) : lines }
      return { header: { ...newHeader(spec, meta, new Date()), ...preset, ...(from?.header ?? {}) }, rows: withBlank(lines) }
    },
    [spec, meta, editable, preset],
  )
  const fresh = useCallback((from: HkDocument | DocumentDraft | null) => {
    const content = begin(from)
    return { ...content, base: content as DraftContent, merged: null as Conflict[] | null, dirty: false }
  }, [begin])
  const [state, setState] = useState(() => fresh(source))
  const [kept, setKept] = useState<LocalDraft | null>(() => (editable && !prefill ? keptDraft(meta, spec.code, id) : null))
  const [seen, setSeen] = useState(document?.rev ?? null)

  // A newer revision from the server replaces what is on screen, unless something is being typed.
  if (document && document.rev !== seen && !state.dirty) {
    setSeen(document.rev)
    setState(fresh(document))
  }

  useEffect(() => {
    if (!state.dirty) return
    const timer = setTimeout(() => {
      const rows = state.rows.filter((row) => !isBlank(row))
      keepDraft(meta, spec.code, id, { at: new Date().toISOString(), rev: seen, header: state.header, rows, base: state.base })
    }, 400)
    return () => clearTimeout(timer)
  }, [state, meta, spec.code, id, seen])

  useEffect(() => {
    if (!state.dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [state.dirty])

  const includesTax = state.header['price_includes_tax'] === true

  return useMemo<DraftState>(
    () => ({
      ...state,
      includesTax,
      kept,
      rev: seen,
      setHeader: (values) => setState((known) => ({ ...known, header: { ...known.header, ...values }, dirty: true })),
      setRows: (change) => setState((known) => ({ ...known, rows: change(known.rows), dirty: true })),
      takeContext: (context) =>
        setState((known) => {
          if (!editable) return known
          const home = referenceId(known.header['warehouse'])
          const rows = known.rows.map((row) => {
            const beside = context[referenceId(row.line['item']) ?? '']
            const priced = spec.has_prices ? withLastPrice(row, beside, includesTax) : row
            return keepsBins(spec) ? withUsualBin(priced, beside, home) : priced
          })
          return rows.every((row, index) => row === known.rows[index]) ? known : { ...known, rows, dirty: true }
        }),
      restore: () => {
        // The revision it began from comes back too: when somebody saved since, that is told instead of overwritten.
        if (kept?.base) setSeen(kept.rev)
        if (kept) setState((known) => ({ header: kept.header, rows: withBlank(kept.rows), base: kept.base ?? known.base, merged: null, dirty: true }))
        setKept(null)
      },
      forgetKept: () => {
        dropDraft(meta, spec.code, id)
        setKept(null)
      },
      giveUp: () => {
        dropDraft(meta, spec.code, id)
        setSeen(null)
        setState((known) => ({ ...known, merged: null, dirty: false }))
      },
      settle: (saved) => {
        dropDraft(meta, spec.code, id)
        setKept(null)
        setSeen(saved.rev)
        setState(fresh(saved))
      },
      merge: (latest) => {
        const theirs = begin(latest)
        setSeen(latest.rev)
        setState((known) => {
          const { conflicts, header, rows } = mergeDrafts({ header: spec.header_fields, lines: writableFields(spec) }, known.base, known, theirs)
          return { header, rows: withBlank(rows), base: theirs, merged: conflicts, dirty: true }
        })
      },
      yieldTo: (conflict) =>
        setState((known) => {
          const name = conflict.field?.name
          const merged = known.merged?.filter((entry) => entry !== conflict) ?? null
          if (name !== undefined && conflict.key === null) return { ...known, merged, header: { ...known.header, [name]: conflict.theirs } }
          if (name === undefined) return { ...known, merged, rows: withBlank(known.rows.filter((row) => row.key !== conflict.key)) }
          return { ...known, merged, rows: known.rows.map((row) => (row.key === conflict.key ? setCells(row, { [name]: conflict.theirs }, includesTax) : row)) }
        }),
    }),
    [state, includesTax, kept, seen, editable, spec, meta, id, begin, fresh],
  )
}

import { useCallback, useMemo, useState } from 'react'
import type { DocTypeSpec, FieldSpec } from '@/api'
import { resolveTexts, referenceOf } from './resolve'
import { copyDown, duplicateRow, insertRow, isEditable, removeRow, rowOf, setCells, isBlank, withItemDefaults } from './model'
import type { GridRow } from './model'
import { onEnter } from './navigation'
import type { Cell, GridShape } from './navigation'
import { parseClipboard, pastedValue, planPaste } from './paste'

export interface Grid {
  fields: FieldSpec[]
  rows: GridRow[]
  active: Cell
  /** Somebody came to the grid; before, the active cell only waits for the cursor. */
  entered: boolean
  setActive: (cell: Cell) => void
  /** Come to the grid: the first empty item, or the quantity of lines that are there already. */
  start: () => void
  shape: GridShape
  set: (row: number, values: Record<string, unknown>) => void
  enter: () => void
  insert: () => void
  append: () => void
  remove: () => void
  duplicate: () => void
  down: () => void
  undo: () => void
  paste: (text: string) => Promise<{ rows: number; unknown: string[] }>
}

interface GridOptions {
  spec: DocTypeSpec
  fields: FieldSpec[]
  rows: GridRow[]
  onRows: (change: (rows: GridRow[]) => GridRow[]) => void
  includesTax: boolean
  /** Where the API finds the records a field refers to. */
  pathOf: (resource: string) => string
}

const UNDO = 50

/**
 * Columns Enter stops at: item, quantity and whatever else is required; the same for every line, whatever is known of it by now, so that
 * fingers can learn the way. The rest (the price, which the last one fills) is a Tab away.
 */
export function stopsOf(fields: FieldSpec[]): number[] {
  return fields.flatMap((field, index) => {
    if (!isEditable(field)) return []
    return field.name === 'item' || field.name === 'quantity' || field.allowNew || (field.required && field.type !== 'enum' && field.name !== 'unit' && field.name !== 'bin') ? [index] : []
  })
}

/** State and verbs of the line grid. */
export function useGrid({ spec, fields, rows, onRows, includesTax, pathOf }: GridOptions): Grid {
  const [active, moveTo] = useState<Cell>({ row: 0, column: Math.max(0, fields.findIndex(isEditable)) })
  const [entered, setEntered] = useState(false)
  const [past, setPast] = useState<GridRow[][]>([])
  const shape = useMemo<GridShape>(
    () => ({ rows: rows.length, editable: fields.map(isEditable), stops: stopsOf(fields) }),
    [rows.length, fields],
  )
  const setActive = (cell: Cell) => {
    moveTo(cell)
    setEntered(true)
  }
  const start = () => {
    const name = rows[0] && !isBlank(rows[0]) ? 'quantity' : 'item'
    const column = fields.findIndex((field) => field.name === name && isEditable(field))
    setActive({ row: 0, column: column < 0 ? Math.max(0, shape.editable.indexOf(true)) : column })
  }

  const change = useCallback(
    (next: (rows: GridRow[]) => GridRow[]) => {
      setPast((known) => [...known.slice(-UNDO), rows])
      onRows(next)
    },
    [onRows, rows],
  )

  const set = useCallback(
    (at: number, values: Record<string, unknown>) =>
      change((known) => known.map((row, index) => (index === at ? setCells(row, withItemDefaults(values, spec.room, fields), includesTax) : row))),
    [change, includesTax, spec.room, fields],
  )

  const enter = () => {
    const move = onEnter(active, shape)
    const here = rows[active.row]
    if (move.append) {
      // An empty last row is where typing ends; Enter there does not pile up more of them.
      if (here && isBlank(here)) return
      change((known) => [...known, rowOf()])
    }
    setActive(move.cell)
  }

  const paste = async (text: string) => {
    const plan = planPaste(parseClipboard(text), fields, active.column)
    const references = plan.columns.flatMap((field, column) => (field?.type === 'reference' ? [{ field, column }] : []))
    const found = new Map<string, Awaited<ReturnType<typeof resolveTexts>>>()
    for (const { field, column } of references) {
      const texts = plan.rows.map((cells) => cells[column] ?? '').filter(Boolean)
      found.set(field.name, await resolveTexts(pathOf(field.ref ?? ''), texts))
    }
    const unknown: string[] = []
    const values = plan.rows.map((cells) => {
      const line: Record<string, unknown> = {}
      plan.columns.forEach((field, column) => {
        const cell = cells[column] ?? ''
        if (!field || !isEditable(field) || cell === '') return
        if (field.type !== 'reference') {
          const value = pastedValue(field, cell)
          if (value !== undefined) line[field.name] = value
          return
        }
        const hit = found.get(field.name)?.get(cell)
        if (hit) line[field.name] = referenceOf(hit)
        else unknown.push(cell)
      })
      return line
    })
    change((known) => {
      const next = [...known]
      values.forEach((line, offset) => {
        const at = active.row + offset
        const row = next[at]
        next[at] = setCells(row ?? rowOf(), withItemDefaults(line, spec.room, fields), includesTax)
      })
      const last = next[next.length - 1]
      return last && isBlank(last) ? next : [...next, rowOf()]
    })
    return { rows: values.length, unknown: [...new Set(unknown)] }
  }

  return {
    fields, rows, active, entered, setActive, start, shape, set, enter, paste,
    append: () => change((known) => [...known, rowOf()]),
    insert: () => change((known) => insertRow(known, active.row)),
    remove: () => {
      change((known) => removeRow(known, active.row))
      setActive({ ...active, row: Math.max(0, Math.min(active.row, rows.length - 2)) })
    },
    duplicate: () => {
      change((known) => duplicateRow(known, active.row))
      setActive({ ...active, row: active.row + 1 })
    },
    down: () => {
      const field = fields[active.column]
      if (field && isEditable(field)) change((known) => copyDown(known, active.row, field.name, includesTax))
    },
    undo: () => {
      const last = past[past.length - 1]
      if (!last) return
      setPast(past.slice(0, -1))
      onRows(() => last)
    },
  }
}

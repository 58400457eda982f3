import { useState } from 'react'
import type { Board, Narrowing, Widget } from './board'
import { datasetOf, freshWidget, narrowingOfValue } from './board'
import type { WidgetKind } from './board'
import { namesOf, useDatasets } from './useStudio'

/** What a reader has chosen on a board: values of filter widgets, and the group that was clicked. */
export function useNarrowings(widgets: Widget[]) {
  const datasets = useDatasets(namesOf(widgets))
  const [values, setValues] = useState<Record<string, unknown>>({})
  const [picked, setPicked] = useState<Narrowing | null>(null)
  const chosen = widgets.filter((widget) => widget.kind === 'filter').flatMap((widget) => {
    const field = datasets[datasetOf(widget)]?.fields.find((one) => one.name === widget.field)
    const narrowing = field ? narrowingOfValue(widget, field, widget.id in values ? values[widget.id] : widget.value) : null
    return narrowing ? [narrowing] : []
  })
  const pick = (next: Narrowing | null) => setPicked((before) => (before && next && before.widget === next.widget && JSON.stringify(before.value) === JSON.stringify(next.value) ? null : next))
  return { datasets, values, picked, pick, narrowings: picked ? [...chosen, picked] : chosen, choose: (id: string, value: unknown) => setValues((before) => ({ ...before, [id]: value })) }
}

/** The board being designed, with the steps back and forth. */
export function useDesign(start: Board) {
  const [history, setHistory] = useState<Board[]>([start])
  const [at, setAt] = useState(0)
  const [editing, setEditing] = useState<string | null>(null)
  const board = history[at] ?? start
  const put = (part: Partial<Board>) => {
    const next = [...history.slice(0, at + 1), { ...board, ...part }].slice(-50)
    setHistory(next)
    setAt(next.length - 1)
  }
  const change = (widget: Widget) => put({ widgets: board.widgets.map((one) => (one.id === widget.id ? widget : one)) })
  const add = (kind: WidgetKind) => {
    const dataset = board.widgets.map(datasetOf).find(Boolean) ?? ''
    const widget = freshWidget(kind, board.widgets, dataset)
    put({ widgets: [...board.widgets, widget] })
    setEditing(widget.id)
  }
  const copy = (id: string) => {
    const source = board.widgets.find((one) => one.id === id)
    if (source) put({ widgets: [...board.widgets, { ...source, ...pick(freshWidget(source.kind, board.widgets, '')) }] })
  }
  const remove = (id: string) => { put({ widgets: board.widgets.filter((one) => one.id !== id) }); if (editing === id) setEditing(null) }
  return { board, put, change, add, copy, remove, editing, setEditing, changed: at > 0, undo: at > 0 ? () => setAt(at - 1) : null, redo: at < history.length - 1 ? () => setAt(at + 1) : null }
}

const pick = ({ id, x, y }: Widget) => ({ id, x, y })

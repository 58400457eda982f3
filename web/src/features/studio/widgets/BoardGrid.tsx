import { GridLayout, useContainerWidth } from 'react-grid-layout'
import type { Layout } from 'react-grid-layout'
import { useTranslation } from 'react-i18next'
import { usePhone } from '@/kit'
import type { Dataset } from '@/api/studio'
import { COLUMNS, datasetOf, inReadingOrder } from '../board'
import type { Narrowing, Widget } from '../board'
import { WidgetFrame } from './WidgetFrame'
import 'react-grid-layout/css/styles.css'

export interface BoardGridProps {
  widgets: Widget[]
  datasets: Record<string, Dataset>
  narrowings: Narrowing[]
  filterValues: Record<string, unknown>
  designing: boolean
  active: string | null
  /** Height of the whole board on a big screen; otherwise it grows downwards. */
  fit?: number
  refetch: number | false
  onWidgets: (widgets: Widget[]) => void
  onEdit: (id: string) => void
  onCopy: (id: string) => void
  onRemove: (id: string) => void
  onPick: (narrowing: Narrowing) => void
  onDrill: (widget: Widget) => void
  onFilter: (id: string, value: unknown) => void
}

const GAP = 12
const ROW = 40
const PHONE_HEIGHT: Record<Widget['kind'], number> = { chart: 280, pivot: 320, table: 360, figure: 130, filter: 110, text: 120, countdown: 130 }

/** The widgets on twelve columns; one under the other on a phone. */
export function BoardGrid(props: BoardGridProps) {
  const { t } = useTranslation()
  const phone = usePhone()
  const { width, containerRef, mounted } = useContainerWidth()
  const { widgets, datasets, designing, fit } = props
  const bottom = widgets.reduce((most, one) => Math.max(most, one.y + one.h), 1)
  const row = fit ? Math.max(16, (fit - GAP * (bottom - 1)) / bottom) : ROW
  const replace = (changed: Widget) => props.onWidgets(widgets.map((one) => (one.id === changed.id ? changed : one)))
  const words: Record<Widget['kind'], string> = {
    chart: t('studio.kind.chart'), pivot: t('studio.kind.pivot'), table: t('studio.kind.table'), figure: t('studio.kind.figure'),
    filter: t('studio.kind.filter'), text: t('studio.kind.text'), countdown: t('studio.kind.countdown'),
  }
  const frame = (widget: Widget, height: number) => (
    <WidgetFrame widget={widget} label={widget.title || words[widget.kind]} dataset={datasets[datasetOf(widget)]} narrowings={props.narrowings} height={height}
      big={fit !== undefined} refetch={props.refetch} designing={designing} active={props.active === widget.id} onPick={props.onPick} onDrill={() => props.onDrill(widget)}
      filterValue={props.filterValues[widget.id] ?? widget.value ?? null} onFilter={(value) => props.onFilter(widget.id, value)}
      onChange={replace} onEdit={() => props.onEdit(widget.id)} onCopy={() => props.onCopy(widget.id)} onRemove={() => props.onRemove(widget.id)} />
  )
  if (phone && !fit) {
    return <div className="hk-studio-column">{inReadingOrder(widgets).map((widget) => <div key={widget.id} style={{ height: PHONE_HEIGHT[widget.kind] }}>{frame(widget, PHONE_HEIGHT[widget.kind])}</div>)}</div>
  }
  const moved = (layout: Layout) => {
    const next = widgets.map((widget) => {
      const place = layout.find((one) => one.i === widget.id)
      return place && (place.x !== widget.x || place.y !== widget.y || place.w !== widget.w || place.h !== widget.h) ? { ...widget, x: place.x, y: place.y, w: place.w, h: place.h } : widget
    })
    if (designing && next.some((widget, index) => widget !== widgets[index])) props.onWidgets(next)
  }
  return (
    <div ref={containerRef}>
      {mounted ? (
        <GridLayout width={width} layout={widgets.map(({ id, x, y, w, h }) => ({ i: id, x, y, w, h, minW: 2, minH: 2 }))} onLayoutChange={moved}
          gridConfig={{ cols: COLUMNS, rowHeight: row, margin: [GAP, GAP], containerPadding: [0, 0] }}
          dragConfig={{ enabled: designing, handle: '.hk-studio-handle', cancel: '.hk-studio-tool' }} resizeConfig={{ enabled: designing, handles: ['se'] }}>
          {widgets.map((widget) => <div key={widget.id}>{frame(widget, widget.h * row + (widget.h - 1) * GAP)}</div>)}
        </GridLayout>
      ) : null}
    </div>
  )
}

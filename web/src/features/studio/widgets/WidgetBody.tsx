import { Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '@/api/studio'
import { ErrorState, Skeleton } from '@/kit'
import { clausesFor } from '../board'
import type { Narrowing, Widget } from '../board'
import { narrowed, useAnswer } from '../useStudio'
import { AnswerTable } from './AnswerTable'
import { Countdown } from './Countdown'
import { FigureWidget } from './FigureWidget'
import { FilterWidget } from './FilterWidget'
import { PivotWidget } from './PivotWidget'
import { RowsWidget } from './RowsWidget'

const ChartWidget = lazy(async () => ({ default: (await import('./ChartWidget')).ChartWidget }))

export interface WidgetBodyProps {
  widget: Widget
  dataset: Dataset | undefined
  narrowings: Narrowing[]
  height: number
  big: boolean
  refetch: number | false
  asTable: boolean
  onPick: (narrowing: Narrowing) => void
  onDrill: () => void
  filterValue: unknown
  onFilter: (value: unknown) => void
}

/** What a widget shows. */
export function WidgetBody(props: WidgetBodyProps) {
  const { t } = useTranslation()
  const { widget, dataset, narrowings, refetch } = props
  switch (widget.kind) {
    case 'text':
      return <div className="hk-studio-text">{widget.text || <span className="hk-muted">{t('studio.text.none')}</span>}</div>
    case 'countdown':
      return <Countdown until={widget.until} />
    case 'filter':
      return <FilterWidget widget={widget} field={dataset?.fields.find((field) => field.name === widget.field)} value={props.filterValue} onChange={props.onFilter} />
    case 'table':
      return widget.dataset ? <RowsWidget label={widget.title} refetch={refetch} question={{ dataset: widget.dataset, fields: widget.fields ?? [], sort: widget.sort ?? '', limit: widget.limit ?? 20, filters: [...(widget.filters ?? []), ...clausesFor(dataset, narrowings, widget.id)] }} /> : <Unset />
    default:
      return widget.question?.dataset ? <Answered {...props} /> : <Unset />
  }
}

function Unset() {
  const { t } = useTranslation()
  return <p className="hk-muted hk-studio-none">{t('studio.unset')}</p>
}

function Answered({ widget, dataset, narrowings, height, big, refetch, asTable, onPick, onDrill }: WidgetBodyProps) {
  const { t } = useTranslation()
  const question = widget.question ? { ...narrowed(widget.question, dataset, narrowings, widget.id), subtotals: widget.kind === 'pivot' } : null
  const answer = useAnswer(question, refetch)
  if (answer.isPending || !question) return <Skeleton rows={widget.kind === 'figure' ? 2 : 4} />
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  if (widget.kind === 'figure') return <FigureWidget widget={widget} question={question} answer={answer.data} refetch={refetch} onDrill={onDrill} />
  if (answer.data.rows.length === 0) return <p className="hk-muted hk-studio-none">{t('studio.none')}</p>
  // Ten were asked for, ten are shown; a cut nobody asked for is told.
  const noted = answer.data.notes.includes('mixed_currencies') || (answer.data.has_more && !question.limit)
  return (
    <>
      {widget.kind === 'pivot' ? <PivotWidget widget={widget} answer={answer.data} onPick={onPick} />
        : asTable ? <AnswerTable widget={widget.id} answer={answer.data} label={widget.title} onPick={onPick} />
          : <Suspense fallback={<Skeleton rows={4} />}><ChartWidget widget={widget} answer={answer.data} height={Math.max(80, noted ? height - 22 : height)} big={big} onPick={onPick} /></Suspense>}
      {noted ? <p className="hk-faint hk-studio-more">{answer.data.notes.includes('mixed_currencies') ? t('studio.mixed') : t('studio.cut', { count: answer.data.rows.length })}</p> : null}
    </>
  )
}

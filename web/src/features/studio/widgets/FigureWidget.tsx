import { useTranslation } from 'react-i18next'
import type { StudioAnswer, StudioQuestion } from '@/api/studio'
import { compareDecimals, isZero, toPlot } from '@/kit'
import { figures } from '../board'
import type { Widget } from '../board'
import { figureText } from '../charts'
import { useAnswer } from '../useStudio'

interface FigureWidgetProps { widget: Widget; question: StudioQuestion; answer: StudioAnswer; refetch: number | false; onDrill: () => void }

/** One figure, big, and what it was before. */
export function FigureWidget({ widget, question, answer, refetch, onDrill }: FigureWidgetProps) {
  const { t } = useTranslation()
  const before = useAnswer(widget.compare ? { ...question, compare: widget.compare } : null, refetch)
  const figure = figures(answer.columns)[0]
  if (!figure) return null
  const now = answer.totals[figure.key] ?? answer.rows[0]?.[figure.key] ?? null
  const was = before.data ? (before.data.totals[figure.key] ?? null) : null
  return (
    <div className="hk-studio-figure">
      <button type="button" className="hk-studio-number hk-num" onClick={onDrill} title={t('studio.drill')}>{figureText(figure, now)}</button>
      {widget.compare && before.data ? (
        <span className="hk-faint">
          {widget.compare === 'year' ? t('studio.compare.year') : t('studio.compare.previous')} {figureText(figure, was)} <Change now={now} was={was} />
        </span>
      ) : null}
    </div>
  )
}

function Change({ now, was }: { now: unknown; was: unknown }) {
  const { t } = useTranslation()
  if (was === null || now === null || isZero(was)) return null
  const sign = compareDecimals(now, was)
  const percent = Math.round(((toPlot(now) - toPlot(was)) / Math.abs(toPlot(was))) * 1000) / 10
  if (sign === 0) return <strong>{t('studio.same')}</strong>
  return <strong>{sign > 0 ? '▲' : '▼'} {Math.abs(percent)}%</strong>
}

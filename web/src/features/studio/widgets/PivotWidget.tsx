import { useTranslation } from 'react-i18next'
import type { StudioAnswer } from '@/api/studio'
import { figures, groupText, groupsOf, narrowingOf, pivotOf } from '../board'
import type { Narrowing, Widget } from '../board'
import { figureText } from '../charts'
import { useGroupWords } from '../useStudio'
import { AnswerTable } from './AnswerTable'

interface PivotWidgetProps { widget: Widget; answer: StudioAnswer; onPick: (narrowing: Narrowing) => void }

/** Rows by the first dimensions, columns by the last; totals of rows, columns and all come from the server. */
export function PivotWidget({ widget, answer, onPick }: PivotWidgetProps) {
  const { t } = useTranslation()
  const words = useGroupWords()
  const groups = groupsOf(answer.columns)
  const figure = figures(answer.columns)[0]
  const across = groups.at(-1)
  if (groups.length < 2 || !figure || !across) return <AnswerTable widget={widget.id} answer={answer} label={widget.title} onPick={onPick} />
  const down = groups.slice(0, -1)
  const pivot = pivotOf(groups, answer.rows, answer.subtotals)
  const text = (value: unknown) => (value === undefined || value === null ? '' : figureText(figure, value))
  return (
    <div className="hk-studio-scroll" tabIndex={0} role="region" aria-label={widget.title}>
      <table className="hk-plain-table hk-studio-pivot">
        <thead>
          <tr>
            {down.map((one) => <th key={one.key}>{one.label}</th>)}
            {pivot.columns.map((one) => <th key={one.key} className="hk-num"><button type="button" className="hk-studio-cell" onClick={() => onPick(narrowingOf(widget.id, across, one.value, words))}>{groupText(across, one.value, words)}</button></th>)}
            <th className="hk-num">{t('studio.total')}</th>
          </tr>
        </thead>
        <tbody>
          {pivot.rows.map((row) => (
            <tr key={row.key}>
              {down.map((one, place) => <td key={one.key}>{place === 0 ? <button type="button" className="hk-studio-cell" onClick={() => onPick(narrowingOf(widget.id, one, row.cells[one.key], words))}>{groupText(one, row.cells[one.key], words)}</button> : groupText(one, row.cells[one.key], words)}</td>)}
              {pivot.columns.map((one) => <td key={one.key} className="hk-num">{text(row.by[one.key]?.[figure.key])}</td>)}
              <td className="hk-num"><strong>{text(row.total?.[figure.key])}</strong></td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th colSpan={down.length}>{t('studio.total')}</th>
            {pivot.columns.map((one) => <td key={one.key} className="hk-num">{text(pivot.totals[one.key]?.[figure.key])}</td>)}
            <td className="hk-num"><strong>{text(answer.totals[figure.key])}</strong></td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

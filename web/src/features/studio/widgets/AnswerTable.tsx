import { useTranslation } from 'react-i18next'
import type { AnswerRow, StudioAnswer } from '@/api/studio'
import { figures, groupText, groupsOf, narrowingOf } from '../board'
import type { Narrowing } from '../board'
import { figureText } from '../charts'
import { useGroupWords } from '../useStudio'

interface AnswerTableProps { widget: string; answer: StudioAnswer; label: string; onPick: (narrowing: Narrowing) => void }

/** The same answer as a table: what a chart shows, in figures. */
export function AnswerTable({ widget, answer, label, onPick }: AnswerTableProps) {
  const { t } = useTranslation()
  const words = useGroupWords()
  const groups = groupsOf(answer.columns)
  const shown = figures(answer.columns)
  const pick = (row: AnswerRow) => { if (groups[0]) onPick(narrowingOf(widget, groups[0], row[groups[0].key], words)) }
  return (
    <div className="hk-studio-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="hk-plain-table">
        <thead><tr>{groups.map((one) => <th key={one.key}>{one.label}</th>)}{shown.map((one) => <th key={one.key} className="hk-num">{one.label}</th>)}</tr></thead>
        <tbody>
          {answer.rows.map((row, index) => (
            <tr key={index}>
              {groups.map((one, place) => <td key={one.key}>{place === 0 ? <button type="button" className="hk-studio-cell" onClick={() => pick(row)}>{groupText(one, row[one.key], words)}</button> : groupText(one, row[one.key], words)}</td>)}
              {shown.map((one) => <td key={one.key} className="hk-num">{figureText(one, row[one.key])}</td>)}
            </tr>
          ))}
        </tbody>
        {groups.length > 0 ? <tfoot><tr><th colSpan={groups.length}>{t('studio.total')}</th>{shown.map((one) => <td key={one.key} className="hk-num">{figureText(one, answer.totals[one.key])}</td>)}</tr></tfoot> : null}
      </table>
    </div>
  )
}

import { useTranslation } from 'react-i18next'
import type { HkDocument, Reference } from '@/api'
import { Qty, compareDecimals, normaliseDecimal, toPlot } from '@/kit'

export const hasProgress = (document: HkDocument): boolean =>
  document.lines.some((line) => normaliseDecimal(line['remaining_quantity']) !== null && document.state.toLowerCase() !== 'draft')

/** How much of every line was carried out; derived from links, never typed. */
export function ProgressTab({ document }: { document: HkDocument }) {
  const { t } = useTranslation()
  return (
    <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('documents.tab.progress')}>
      <table className="hk-plain-table">
        <thead>
          <tr>
            <th className="hk-num">#</th>
            <th>{t('documents.item')}</th>
            <th className="hk-num">{t('documents.quantity')}</th>
            <th className="hk-num">{t('documents.linked')}</th>
            <th className="hk-num">{t('documents.executed')}</th>
            <th className="hk-num">{t('documents.remaining')}</th>
            <th><span className="hk-sr">{t('documents.tab.progress')}</span></th>
          </tr>
        </thead>
        <tbody>
          {document.lines.map((line, index) => {
            const item = line['item'] as Reference | null
            // What was drawn and carried out is kept in base units, whatever unit the line was entered in.
            const unit = (line['base_unit'] as Reference | null)?.name
            const whole = toPlot(line['base_quantity'])
            const share = whole > 0 ? Math.min(100, Math.round((toPlot(line['executed_quantity'] ?? line['linked_quantity']) / whole) * 100)) : 0
            return (
              <tr key={line.id ?? index}>
                <td className="hk-num hk-faint">{line.line_no ?? index + 1}</td>
                <td>{item?.code} {item?.name}</td>
                <td className="hk-num"><Qty value={line['base_quantity']} unit={unit} /></td>
                <td className="hk-num"><Qty value={line['linked_quantity']} /></td>
                <td className="hk-num"><Qty value={line['executed_quantity']} /></td>
                <td className={compareDecimals(line['remaining_quantity'], '0') > 0 ? 'hk-num hk-amber' : 'hk-num'}><Qty value={line['remaining_quantity']} /></td>
                <td><div className="hk-progress" role="progressbar" aria-label={item?.name ?? ''} aria-valuenow={share} aria-valuemin={0} aria-valuemax={100}><i style={{ width: `${share}%` }} /></div></td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Simulation, SimulatedStep } from '@/api'
import { EmptyState, Money, formatDate } from '@/kit'
import { documentPath } from '@/resource/meta'

interface SimulationPanelProps {
  type: string
  result: Simulation
  chosen: string | null
  onChoose: (document: string | null) => void
  onClose: () => void
}

/** The last documents and who would have been asked for each; a chosen one lights its way in the drawing. */
export function SimulationPanel({ type, result, chosen, onChoose, onClose }: SimulationPanelProps) {
  const { t } = useTranslation()
  const stuck = result.rows.filter((row) => row.steps.some((step) => step.problem)).length
  const nobody = result.rows.filter((row) => row.steps.length === 0).length
  return (
    <section className="hk-panel" style={{ padding: 12 }} aria-label={t('approvals.simulate')}>
      <div className="hk-row">
        <h2 className="hk-section" style={{ margin: 0 }}>{t('approvals.simulate.title', { count: result.rows.length })}</h2>
        {stuck > 0 ? <span className="hk-amber">{t('approvals.simulate.stuck', { count: stuck })}</span> : null}
        {nobody > 0 ? <span className="hk-muted">{t('approvals.simulate.free', { count: nobody })}</span> : null}
        <span className="hk-grow" />
        <Button type="text" icon={<CloseOutlined />} aria-label={t('approvals.simulate.close')} onClick={onClose} />
      </div>
      {result.rows.length === 0 ? <EmptyState title={t('approvals.simulate.none')} text={t('approvals.simulate.none.text')} /> : (
        <div className="hk-scroll-x" style={{ maxHeight: 360, overflowY: 'auto' }} tabIndex={0} role="region" aria-label={t('approvals.simulate')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('approvals.simulate.document')}</th><th>{t('approvals.simulate.date')}</th><th className="hk-num">{t('approvals.simulate.amount')}</th><th>{t('approvals.simulate.who')}</th></tr></thead>
            <tbody>
              {result.rows.map(({ document, steps }) => (
                <tr key={document.id} className="hk-flow-row" aria-selected={chosen === document.id} onClick={() => onChoose(chosen === document.id ? null : document.id)}>
                  <td><Link to={documentPath(type, document.id)} onClick={(event) => event.stopPropagation()}>{document.number}</Link></td>
                  <td>{formatDate(document.date)}</td>
                  <td className="hk-num"><Money value={document.amount} /></td>
                  <td><Steps steps={steps} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Steps({ steps }: { steps: SimulatedStep[] }) {
  const { t } = useTranslation()
  if (steps.length === 0) return <span className="hk-muted">{t('approvals.simulate.nobody')}</span>
  return (
    <ol className="hk-flow-steps">
      {steps.map((step, index) => (
        <li key={`${step.node}:${index}`}>
          <span className="hk-muted">{step.name}</span> {step.people.map((one) => one.name).join(t('approvals.comma'))}
          {step.problem ? <span className="hk-amber"> {step.problem}</span> : null}
        </li>
      ))}
    </ol>
  )
}

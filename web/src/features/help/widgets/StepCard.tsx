import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { Difference, Story } from '@/api/scenarios'
import { Checks } from './Checks'
import { Facts, useWord } from './Facts'
import type { Plain, Step } from '../story'

/** verdict: undefined before the story was performed; else what differed, nothing when all was as expected. */
export function Verdict({ verdict }: { verdict: Difference[] | undefined }) {
  const { t } = useTranslation()
  if (!verdict) return null
  return verdict.length === 0
    ? <span className="hk-green"><CheckCircleFilled aria-hidden /> {t('help.asExpected')}</span>
    : <span className="hk-negative"><CloseCircleFilled aria-hidden /> {t('help.differs', { count: verdict.length })}</span>
}

export function Differences({ verdict }: { verdict: Difference[] | undefined }) {
  const { t } = useTranslation()
  const word = useWord()
  if (!verdict || verdict.length === 0) return null
  return (
    <ul className="hk-story-differences">
      {verdict.map((one, at) => <li key={at}>{word(one.check)} {one.where}：{t('help.expectedFound', { expected: one.expected || '–', found: one.found })}</li>)}
    </ul>
  )
}

function Body({ step }: { step: Step }) {
  const { t } = useTranslation()
  return (
    <>
      {step.target ? <Facts value={{ target: step.target }} label={t('help.document')} /> : null}
      {step.header && Object.keys(step.header).length > 0 ? <Facts value={step.header} label={t('help.document')} /> : null}
      {step.lines && step.lines.length > 0 ? <Facts value={step.lines} label={t('help.lines')} /> : null}
    </>
  )
}

/** One step: what happens, what must be true then, and what was found. */
export function StepCard({ step, story, verdict }: { step: Step; story: Story; verdict: Difference[] | undefined }) {
  const { t } = useTranslation()
  const word = useWord()
  const nameOf = (one: Step) => (one.doc ? (story.documents[one.doc] ?? one.doc) : word(one.action ?? (one.concurrent ? 'concurrent' : '')))
  const refused = typeof step.expect === 'object' ? step.expect : undefined
  const together = [...(step.with ?? []), ...(step.concurrent?.requests ?? [])]
  return (
    <li className="hk-panel hk-story-step" id={`step-${step.id}`}>
      <div className="hk-row">
        <span className="hk-muted">{step.date}</span>
        <h3>{nameOf(step)} {step.id}</h3>
        {refused ? <span className="hk-state hk-state-amber"><span>{t('help.refused', { reason: [refused.refused].flat().map(word).join(' / ') })}</span></span> : null}
        <span style={{ marginLeft: 'auto' }}><Verdict verdict={verdict} /></span>
      </div>
      <Body step={step} />
      {together.map((one) => <div key={one.id} className="hk-story-with"><h4>{nameOf(one)} {one.id}</h4><Body step={one} /></div>)}
      {refused?.detail ? <Facts value={refused.detail as Plain} label={t('help.refusal')} /> : null}
      {step.check ? <Checks checks={step.check} accounts={story.accounts} /> : null}
      <Differences verdict={verdict} />
    </li>
  )
}

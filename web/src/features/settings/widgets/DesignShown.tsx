import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OwnField } from '@/api'
import { isHidden, isRequired, may, ruleOf, setDelta, setOwn, setRule } from '../designer/model'
import { DesignFormula } from './DesignFormula'
import { DesignMore } from './DesignMore'
import type { PanelProps } from './DesignPanel'

/** Where and when a field is seen. */
export function DesignShown({ answer, field, designer, problems }: PanelProps) {
  const { t } = useTranslation()
  const { own } = field
  const set = (values: Partial<OwnField>) => designer.change(answer.target, (now) => setOwn(now, field.name, values))
  const told = (what: string, note?: string) => (
    <>
      {problems[what] ? <span className="hk-negative" role="alert">{problems[what]}</span> : null}
      {note ? <span className="hk-faint">{note}</span> : null}
    </>
  )
  const formula = (what: 'shown_when' | 'locked_when', label: string, note: string) => answer.formulas && may(field, what) ? (
    <DesignFormula answer={answer} id={`design-${what}`} label={label} note={note} problem={problems[what]} value={ruleOf(field, what)}
      onChange={(value) => designer.change(answer.target, (now) => setRule(now, field.name, what, value), `${field.name} ${what}`)} />
  ) : null
  if (own) {
    return (
      <>
        {formula('shown_when', t('design.shownWhen'), t('design.shownWhen.note'))}
        <div className="hk-design-line">
          <Checkbox checked={own.in_list} onChange={(event) => set({ in_list: event.target.checked })}>{t('design.inList')}</Checkbox>
          {told('in_list')}
        </div>
        <div className="hk-design-line">
          <Checkbox checked={own.accelerated} onChange={(event) => set({ accelerated: event.target.checked })}>{t('design.accelerated')}</Checkbox>
          {told('accelerated', t('design.accelerated.note'))}
        </div>
        <DesignMore open={problems['locked_when'] !== undefined || own.locked_when !== ''}>
          {formula('locked_when', t('design.lockedWhen'), t('design.lockedWhen.note'))}
        </DesignMore>
        <p className="hk-faint">{t('design.remove.note')}</p>
      </>
    )
  }
  const allowed = may(field, 'hidden')
  const reason = !allowed ? t('design.locked.hidden') : isRequired(field) ? t('design.locked.hiddenRequired') : undefined
  return (
    <>
      <div className="hk-design-line">
        <Checkbox checked={isHidden(field)} disabled={reason !== undefined && !isHidden(field)} onChange={(event) => designer.change(answer.target, (now) => setDelta(now, field.name, 'hidden', event.target.checked))}>{t('design.hide')}</Checkbox>
        {told('hidden', reason)}
      </div>
      {allowed ? formula('shown_when', t('design.shownWhen'), t('design.shownWhen.note')) : null}
    </>
  )
}

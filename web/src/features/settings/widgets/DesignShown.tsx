import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OwnField } from '@/api'
import { isHidden, isRequired, may, setDelta, setOwn } from '../designer/model'
import type { PanelProps } from './DesignPanel'

/** Where a field is seen. */
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
  if (own) {
    return (
      <>
        <div className="hk-design-line">
          <Checkbox checked={own.in_list} onChange={(event) => set({ in_list: event.target.checked })}>{t('design.inList')}</Checkbox>
          {told('in_list')}
        </div>
        <div className="hk-design-line">
          <Checkbox checked={own.accelerated} onChange={(event) => set({ accelerated: event.target.checked })}>{t('design.accelerated')}</Checkbox>
          {told('accelerated', t('design.accelerated.note'))}
        </div>
        <p className="hk-faint">{t('design.remove.note')}</p>
      </>
    )
  }
  const allowed = may(field, 'hidden')
  const reason = !allowed ? t('design.locked.hidden') : isRequired(field) ? t('design.locked.hiddenRequired') : undefined
  return (
    <div className="hk-design-line">
      <Checkbox checked={isHidden(field)} disabled={reason !== undefined && !isHidden(field)} onChange={(event) => designer.change(answer.target, (now) => setDelta(now, field.name, 'hidden', event.target.checked))}>{t('design.hide')}</Checkbox>
      {told('hidden', reason)}
    </div>
  )
}

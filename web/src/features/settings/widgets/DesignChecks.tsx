import { Checkbox, Input, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, OwnField } from '@/api'
import { isNumberField } from '@/resource/fields/values'
import { isRequired, may, setDelta, setOwn } from '../designer/model'
import { DesignLine } from './DesignLine'
import type { PanelProps } from './DesignPanel'

/** What a value has to be. The server holds every rule, whatever page or program writes. */
export function DesignChecks({ answer, field, designer, problems, spec }: PanelProps & { spec: FieldSpec }) {
  const { t } = useTranslation()
  const { target } = answer
  const { own } = field
  const set = (values: Partial<OwnField>) => designer.change(target, (now) => setOwn(now, field.name, values), `${field.name} ${Object.keys(values).join()}`)
  const always = !own && field.base?.required === true && field.base.class !== 'F'
  const locked = !own && (always || !may(field, 'required') || field.base?.readonly === true)
  const limit = (what: 'least' | 'most', label: string) => (
    <DesignLine label={label} id={`design-${what}`} problem={problems[what]}>
      <Input id={`design-${what}`} inputMode="decimal" value={own?.[what] ?? ''} onChange={(event) => set({ [what]: event.target.value.trim() || null })} />
    </DesignLine>
  )
  return (
    <>
      <div className="hk-design-line">
        <Checkbox checked={isRequired(field)} disabled={locked} onChange={({ target: box }) => (own ? set({ required: box.checked }) : designer.change(target, (now) => setDelta(now, field.name, 'required', box.checked)))}>{t('design.required')}</Checkbox>
        {problems['required'] ? <span className="hk-negative" role="alert">{problems['required']}</span> : null}
        {locked ? <span className="hk-faint">{always ? t('design.locked.required') : t('design.locked.computed')}</span> : null}
      </div>
      {own && answer.formulas ? (
        <DesignLine label={t('design.requiredWhen')} id="design-required_when" problem={problems['required_when']} note={t('design.requiredWhen.note')}>
          <Input.TextArea id="design-required_when" autoSize={{ minRows: 1, maxRows: 5 }} value={own.required_when} onChange={(event) => set({ required_when: event.target.value })} />
        </DesignLine>
      ) : null}
      {own && isNumberField(spec) ? <>{limit('least', t('design.least'))}{limit('most', t('design.most'))}</> : null}
      {own && own.kind === 'number' ? (
        <DesignLine label={t('design.places')} id="design-places" problem={problems['places']}>
          <InputNumber id="design-places" min={0} max={6} value={own.places} onChange={(places) => set({ places })} />
        </DesignLine>
      ) : null}
      {own && ['text', 'multiline'].includes(spec.type) ? (
        <>
          <DesignLine label={t('design.longest')} id="design-longest" problem={problems['longest']}>
            <InputNumber id="design-longest" min={1} max={2000} value={own.longest} onChange={(longest) => set({ longest })} />
          </DesignLine>
          <DesignLine label={t('design.pattern')} id="design-pattern" problem={problems['pattern']} note={t('design.pattern.note')}>
            <Input id="design-pattern" value={own.pattern} maxLength={200} onChange={(event) => set({ pattern: event.target.value })} />
          </DesignLine>
        </>
      ) : null}
    </>
  )
}

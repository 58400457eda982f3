import { Checkbox, Input, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, OwnField } from '@/api'
import { isNumberField } from '@/resource/fields/values'
import { isRequired, may, ruleOf, setDelta, setOwn, setRule } from '../designer/model'
import type { Rule } from '../designer/model'
import { DesignFormula } from './DesignFormula'
import { DesignLine } from './DesignLine'
import { DesignMore } from './DesignMore'
import type { PanelProps } from './DesignPanel'

const MORE = ['required_when', 'message_en', 'places', 'longest', 'pattern']
const NEVER_UNIQUE = ['multiline', 'choices', 'references', 'boolean', 'files']

/** What a value has to be. The server holds every rule, whatever page or program writes. */
export function DesignChecks({ answer, field, designer, problems, spec }: PanelProps & { spec: FieldSpec }) {
  const { t } = useTranslation()
  const { target } = answer
  const { own } = field
  const set = (values: Partial<OwnField>) => designer.change(target, (now) => setOwn(now, field.name, values), `${field.name} ${Object.keys(values).join()}`)
  const rule = (what: Rule, value: string) => designer.change(target, (now) => setRule(now, field.name, what, value), `${field.name} ${what}`)
  const always = !own && field.base?.required === true && field.base.class !== 'F'
  const locked = !own && (always || !may(field, 'required') || field.base?.readonly === true)
  const ruled = answer.formulas && may(field, 'must_hold') && (own !== null || field.base?.readonly !== true)
  const limit = (what: 'least' | 'most', label: string) => (
    <DesignLine label={label} id={`design-${what}`} problem={problems[what]}>
      <Input id={`design-${what}`} inputMode="decimal" value={own?.[what] ?? ''} onChange={(event) => set({ [what]: event.target.value.trim() || null })} />
    </DesignLine>
  )
  const message = (what: 'message' | 'message_en', label: string) => (
    <DesignLine label={label} id={`design-${what}`} problem={problems[what]}>
      <Input id={`design-${what}`} value={ruleOf(field, what)} maxLength={200} onChange={(event) => rule(what, event.target.value)} />
    </DesignLine>
  )
  const holds = ruleOf(field, 'must_hold')
  return (
    <>
      <div className="hk-design-line">
        <Checkbox checked={isRequired(field)} disabled={locked} onChange={({ target: box }) => (own ? set({ required: box.checked }) : designer.change(target, (now) => setDelta(now, field.name, 'required', box.checked)))}>{t('design.required')}</Checkbox>
        {problems['required'] ? <span className="hk-negative" role="alert">{problems['required']}</span> : null}
        {locked ? <span className="hk-faint">{always ? t('design.locked.required') : t('design.locked.computed')}</span> : null}
      </div>
      {own && !NEVER_UNIQUE.includes(spec.type) ? (
        <div className="hk-design-line">
          <Checkbox checked={own.unique} onChange={(event) => set({ unique: event.target.checked })}>{t('design.unique')}</Checkbox>
          {problems['unique'] ? <span className="hk-negative" role="alert">{problems['unique']}</span> : null}
        </div>
      ) : null}
      {own && isNumberField(spec) ? <>{limit('least', t('design.least'))}{limit('most', t('design.most'))}</> : null}
      {ruled ? (
        <DesignFormula answer={answer} id="design-must_hold" label={t('design.mustHold')} note={t('design.mustHold.note')} problem={problems['must_hold']} value={holds} onChange={(value) => rule('must_hold', value)} />
      ) : null}
      {ruled && holds !== '' ? message('message', t('design.message')) : null}
      {ruled || (own && (own.kind === 'number' || ['text', 'multiline'].includes(spec.type))) ? (
        <DesignMore open={MORE.some((what) => problems[what] !== undefined) || ruleOf(field, 'required_when') !== ''}>
          {ruled ? (
            <DesignFormula answer={answer} id="design-required_when" label={t('design.requiredWhen')} note={t('design.requiredWhen.note')} problem={problems['required_when']} value={ruleOf(field, 'required_when')} onChange={(value) => rule('required_when', value)} />
          ) : null}
          {ruled && holds !== '' ? message('message_en', t('design.message.en')) : null}
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
        </DesignMore>
      ) : null}
    </>
  )
}

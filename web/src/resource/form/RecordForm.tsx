import { Form } from 'antd'
import type { FormInstance } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ChildSpec, FieldSpec, Values } from '@/api'
import { FieldInput } from '../fields/FieldInput'
import { groupFields, hasOwnInput } from '../fields/values'
import { useMaybeMeta } from '../meta'
import { ruleHelp } from '../rules/lines'
import { brokenRule, hasRules, ruledFields } from '../rules/rules'
import { ChildTable } from './ChildTable'
import './form.css'

interface RecordFormProps {
  form: FormInstance<Values>
  fields: FieldSpec[]
  children?: ChildSpec[]
  initial: Values
  errors: Record<string, string>
  onSubmit: () => void
  onChange?: () => void
  disabled?: boolean
  autoFocus?: boolean
}

const wide = (field: FieldSpec): boolean => field.type === 'multiline' || field.type === 'formula' || field.type === 'json' || field.type === 'references' || field.type === 'choices' || field.type === 'files'

/** A form made of the description: groups in their order, refusals at the fields they concern. */
export function RecordForm({ form, fields, children, initial, errors, onSubmit, onChange, disabled, autoFocus }: RecordFormProps) {
  const { t } = useTranslation()
  const groups: Record<string, string> = {
    basic: t('resource.group.basic'), units: t('resource.group.units'), stock: t('resource.group.stock'), more: t('resource.group.more'),
    limits: t('resource.group.limits'),
  }
  const meta = useMaybeMeta()
  const typed = Form.useWatch((values: Values) => (hasRules(fields) ? values : undefined), form)
  const beside = { header: { ...initial, ...typed }, moment: { at: Date.now(), zone: meta?.book.timezone ?? 'UTC' } }
  const there = ruledFields(fields, beside)
  const helpOf = (field: FieldSpec) => (hasOwnInput(field) ? '' : field.help) || (field.type === 'rate' && !field.readonly ? t('resource.rate.help') : '')
  const first = fields.find((field) => !field.readonly)?.name
  return (
    <Form<Values> form={form} layout="vertical" initialValues={initial} onFinish={onSubmit} disabled={disabled ?? false} onValuesChange={() => onChange?.()} scrollToFirstError>
      {groupFields(there).map(([group, members]) => (
        <fieldset key={group} className="hk-fieldset">
          {group ? <legend>{groups[group] ?? group}</legend> : null}
          <div className="hk-form-grid">
            {members.map((field) => (
              <Form.Item key={field.name} name={field.name} className={wide(field) ? 'hk-form-wide' : ''}
                label={field.type === 'boolean' ? undefined : field.label} valuePropName={field.type === 'boolean' ? 'checked' : 'value'}
                rules={field.required && field.type !== 'boolean' ? [{ required: true, message: t('resource.required', { field: field.label }) }] : []}
                validateStatus={errors[field.name] ? 'error' : ''} {...(errors[field.name] ? { help: errors[field.name] } : brokenRule(field, beside) !== null ? ruleHelp(field, beside) : helpOf(field) ? { extra: helpOf(field) } : {})}>
                <FieldInput field={field} autoFocus={(autoFocus ?? false) && field.name === first} />
              </Form.Item>
            ))}
          </div>
        </fieldset>
      ))}
      {(children ?? []).map((child) => (
        <fieldset key={child.name} className="hk-fieldset">
          <legend>{child.label}</legend>
          <Form.Item name={child.name} validateStatus={errors[child.name] ? 'error' : ''} {...(errors[child.name] ? { help: errors[child.name] } : {})}>
            <ChildTable spec={child} disabled={disabled ?? false} />
          </Form.Item>
        </fieldset>
      ))}
      <button type="submit" hidden aria-hidden tabIndex={-1} />
    </Form>
  )
}

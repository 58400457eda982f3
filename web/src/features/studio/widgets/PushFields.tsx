import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocTypeSpec, FieldSpec } from '@/api'
import { wireValue } from '@/resource/fields/values'
import { FieldInput } from '@/resource/fields/FieldInput'
import { FIXED, fillable, fits, sourcesOf } from '../forms'

interface PushFieldsProps {
  title: string
  form: DocTypeSpec
  fields: FieldSpec[]
  mapping: Record<string, string>
  rows: boolean
  onChange: (mapping: Record<string, string>) => void
}

/** Where each field of the draft comes from; what nobody has to say stays folded. */
export function PushFields({ title, form, fields, mapping, rows, onChange }: PushFieldsProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const known = fillable(fields)
  const shown = all ? known : known.filter((field) => field.required || mapping[field.name] !== undefined)
  const set = (name: string, source: string | undefined) =>
    onChange(source === undefined ? Object.fromEntries(Object.entries(mapping).filter(([one]) => one !== name)) : { ...mapping, [name]: source })
  return (
    <fieldset className="hk-forms-fields">
      <legend className="hk-faint">{title}</legend>
      {shown.map((field) => <OneField key={field.name} form={form} field={field} rows={rows} source={mapping[field.name]} onChange={(source) => set(field.name, source)} />)}
      {shown.length < known.length ? <Button type="link" size="small" onClick={() => setAll(true)}>{t('forms.push.more')}</Button> : null}
    </fieldset>
  )
}

interface OneFieldProps {
  form: DocTypeSpec
  field: FieldSpec
  rows: boolean
  source: string | undefined
  onChange: (source: string | undefined) => void
}

function OneField({ form, field, rows, source, onChange }: OneFieldProps) {
  const { t } = useTranslation()
  const fixed = source?.startsWith(FIXED) ?? false
  const options = [
    ...sourcesOf(form, rows, t('forms.push.row')).filter((one) => fits(one.field, field)).map((one) => ({ value: one.value, label: one.label })),
    ...(field.type === 'reference' ? [] : [{ value: FIXED, label: t('forms.push.fixed') }]),
  ]
  return (
    <div className="hk-forms-field">
      <span className={field.required ? 'hk-forms-needed' : ''}>{field.label}</span>
      <Select<string | undefined> allowClear value={fixed ? FIXED : source} options={options} aria-label={field.label} placeholder={t('forms.push.nothing')} showSearch={{ optionFilterProp: 'label' }} onChange={onChange} />
      {fixed ? <FieldInput field={{ ...field, required: false }} value={source?.slice(FIXED.length)} onChange={(value) => onChange(`${FIXED}${String(wireValue(field, value) ?? '')}`)} /> : null}
    </div>
  )
}

import { DeleteOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FieldSpec } from '@/api'
import type { Mapping, Trigger } from '../automation'
import { AutomationFormula } from './AutomationFormula'

interface AutomationMappingProps {
  label: string
  fields: FieldSpec[]
  mapping: Mapping
  trigger: Trigger
  line?: boolean
  disabled: boolean
  onChange: (mapping: Mapping) => void
}

/** Fields to be filled, each by a formula. */
export function AutomationMapping({ label, fields, mapping, trigger, line = false, disabled, onChange }: AutomationMappingProps) {
  const { t } = useTranslation()
  const known = fields.filter((field) => !field.readonly)
  const labelOf = (name: string) => known.find((field) => field.name === name)?.label ?? name
  return (
    <div className="hk-auto-mapping" role="group" aria-label={label}>
      <span className="hk-muted">{label}</span>
      {Object.entries(mapping).map(([name, formula]) => (
        <div key={name} className="hk-auto-field">
          <span>{labelOf(name)}</span>
          <AutomationFormula trigger={trigger} line={line} label={labelOf(name)} value={formula} disabled={disabled} onChange={(text) => onChange({ ...mapping, [name]: text })} />
          <Button type="text" icon={<DeleteOutlined />} disabled={disabled} aria-label={t('studio.auto.remove', { name: labelOf(name) })} onClick={() => onChange(Object.fromEntries(Object.entries(mapping).filter(([other]) => other !== name)))} />
        </div>
      ))}
      <Select size="small" style={{ width: 220 }} value={null} disabled={disabled} aria-label={`${label}: ${t('studio.auto.addField')}`} placeholder={t('studio.auto.addField')} showSearch={{ optionFilterProp: 'label' }}
        options={known.filter((field) => !(field.name in mapping)).map((field) => ({ value: field.name, label: field.label }))} onChange={(name: string) => onChange({ ...mapping, [name]: '' })} />
    </div>
  )
}

import { DeleteOutlined } from '@ant-design/icons'
import { Button, Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Grain } from '@/api/studio'
import type { SummaryField, SummaryGroup } from '@/api/summaries'
import { MOST_GROUPS } from '../summary'
import { useCatalogue } from '../useStudio'

interface SummaryGroupsProps { groups: SummaryGroup[]; fields: SummaryField[]; onChange: (groups: SummaryGroup[]) => void }

/** By what the rows of a table are told apart. */
export function SummaryGroups({ groups, fields, onChange }: SummaryGroupsProps) {
  const { t } = useTranslation()
  const words = useCatalogue()
  const groupable = fields.filter((field) => field.groups)
  const options = groupable.map((field) => ({ value: field.name, label: field.label }))
  const grainsOf = (name: string): Grain[] => groupable.find((field) => field.name === name)?.grains ?? []
  const made = (name: string): SummaryGroup => ({ field: name, grain: grainsOf(name).length > 0 ? 'month' : null })
  const put = (at: number, next: SummaryGroup) => onChange(groups.map((old, other) => (other === at ? next : old)))
  return (
    <Form.Item label={t('studio.groups')} required>
      {groups.map((one, at) => (
        <div key={`${one.field}${at}`} className="hk-studio-row">
          <Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.group')} value={one.field} options={options} onChange={(name: string) => put(at, made(name))} />
          {grainsOf(one.field).length > 0 ? (
            <Select aria-label={t('studio.grain')} style={{ flex: '0 0 108px' }} value={one.grain ?? null} options={(words.data?.grains ?? []).filter((word) => grainsOf(one.field).includes(word.value as Grain))} onChange={(grain) => put(at, { ...one, grain: grain as Grain })} />
          ) : null}
          <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('studio.remove')} onClick={() => onChange(groups.filter((_, other) => other !== at))} />
        </div>
      ))}
      {groups.length < MOST_GROUPS ? <Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.groups.add')} placeholder={t('studio.groups.add')} value={null} options={options} onChange={(name: string) => onChange([...groups, made(name)])} /> : null}
    </Form.Item>
  )
}

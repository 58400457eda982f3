import { DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { DatasetField } from '@/api/studio'
import { FieldInput } from '@/resource/fields/FieldInput'
import { useCatalogue } from '../useStudio'
import type { Widget } from '../board'

interface FilterWidgetProps { widget: Widget; field: DatasetField | undefined; value: unknown; onChange: (value: unknown) => void }

/** One choice that narrows every widget it means something to. */
export function FilterWidget({ widget, field, value, onChange }: FilterWidgetProps) {
  const { t } = useTranslation()
  const words = useCatalogue()
  if (!field) return <p className="hk-muted hk-studio-none">{t('studio.filter.none')}</p>
  if (field.type === 'date' || field.type === 'datetime') {
    const range = Array.isArray(value)
    return (
      <div className="hk-studio-filter">
        <Select allowClear aria-label={widget.title || field.label} placeholder={t('studio.period.any')} value={(range ? 'range' : value) as string | null}
          options={[...(words.data?.periods ?? []), { value: 'range', label: t('studio.period.range') }]} onChange={(next) => onChange(next === 'range' ? [] : (next ?? null))} />
        {range ? <DatePicker.RangePicker aria-label={t('studio.period.range')} value={value.length === 2 ? [dayjs(String(value[0])), dayjs(String(value[1]))] : null}
          onChange={(days) => onChange(days?.[0] && days[1] ? [days[0].format('YYYY-MM-DD'), days[1].format('YYYY-MM-DD')] : [])} /> : null}
      </div>
    )
  }
  if (field.choices && field.choices.length > 0) {
    return <div className="hk-studio-filter"><Select mode="multiple" allowClear maxTagCount="responsive" aria-label={widget.title || field.label} value={(Array.isArray(value) ? value : []) as string[]} options={field.choices.map((one) => ({ value: one.value, label: one.label }))} placeholder={t('studio.all')} onChange={onChange} /></div>
  }
  return <div className="hk-studio-filter"><FieldInput field={{ ...field, readonly: false, required: false, label: widget.title || field.label }} value={value ?? null} onChange={onChange} /></div>
}

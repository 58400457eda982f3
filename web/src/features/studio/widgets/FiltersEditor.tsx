import { Button, Popover, Select, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterClause } from '@/api'
import type { Dataset, StudioClause } from '@/api/studio'
import { FilterChips } from '@/resource/list/FilterChips'
import { FilterEditor } from '@/resource/list/FilterEditor'
import { useCatalogue } from '../useStudio'

interface FiltersEditorProps { dataset: Dataset; filters: StudioClause[]; onChange: (filters: StudioClause[]) => void }

const isPeriod = (clause: StudioClause): boolean => clause[1] === 'within'

/** Filters as lists have them, and a period that moves with the calendar. */
export function FiltersEditor({ dataset, filters, onChange }: FiltersEditorProps) {
  const { t } = useTranslation()
  const words = useCatalogue()
  const [open, setOpen] = useState(false)
  const dates = dataset.fields.filter((field) => field.grains.length > 0 && field.filterable !== false)
  const periods = filters.filter(isPeriod)
  const plain = filters.filter((one) => !isPeriod(one)) as FilterClause[]
  const [first] = periods
  const day = first?.[0] ?? dates.find((field) => field.name === 'business_date')?.name ?? dates.find((field) => !field.name.includes('.'))?.name ?? dates[0]?.name ?? ''
  const choose = (field: string, period: string | undefined) => onChange([...(period ? [[field, 'within', period] as StudioClause] : []), ...periods.slice(1), ...plain])
  return (
    <>
      {dates.length > 0 ? (
        <div className="hk-studio-row">
          <Select aria-label={t('studio.period.field')} value={day} options={dates.map((field) => ({ value: field.name, label: field.label }))} onChange={(next) => choose(next, first ? String(first[2]) : undefined)} />
          <Select allowClear aria-label={t('studio.period')} placeholder={t('studio.period.any')} value={first ? String(first[2]) : null} options={words.data?.periods ?? []} onChange={(next: string | undefined) => choose(day, next)} />
        </div>
      ) : null}
      <div className="hk-row" style={{ flexWrap: 'wrap', gap: 6 }}>
        {periods.slice(1).map((one) => <Tag key={one[0]} closable onClose={() => onChange(filters.filter((other) => other !== one))}>{one[0]}: {String(one[2])}</Tag>)}
        <FilterChips fields={dataset.fields} filter={plain} onChange={(next) => onChange([...periods, ...next])} />
        <Popover trigger="click" open={open} onOpenChange={setOpen} placement="bottomLeft" destroyOnHidden
          content={<FilterEditor fields={dataset.fields} onAdd={(clause) => { onChange([...filters, clause]); setOpen(false) }} />}>
          <Button size="small">{t('studio.filter.add')}</Button>
        </Popover>
      </div>
    </>
  )
}

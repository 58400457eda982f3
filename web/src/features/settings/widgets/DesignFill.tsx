import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FieldFill, FieldSpec } from '@/api'
import { useMeta } from '@/resource/meta'
import { DesignLine } from './DesignLine'

interface DesignFillProps {
  /** What the rule may compare with: fields of the form, by path. */
  paths: { value: string; label: string }[]
  fill: FieldFill | null
  problem?: string | undefined
  onChange: (fill: FieldFill | null) => void
}

const EMPTY: FieldFill = { source: '', take: '', where: [{ field: '', from: '' }], match: 'all', when: 'empty', several: 'first', sort: '' }

/** Where the value of a field comes from: rows of something else that match this form. */
export function DesignFill({ paths, fill, problem, onChange }: DesignFillProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const sources = [
    ...meta.document_types.map((type) => ({ value: type.code, label: type.label, fields: type.list_fields })),
    ...meta.resources.filter((resource) => resource.group !== 'settings').map((resource) => ({ value: resource.name, label: resource.label, fields: resource.fields })),
  ]
  const fields: FieldSpec[] = sources.find((one) => one.value === fill?.source)?.fields ?? []
  const options = fields.map((field) => ({ value: field.name, label: field.label }))
  const set = (values: Partial<FieldFill>) => onChange({ ...(fill ?? EMPTY), ...values })
  const setWhere = (index: number, values: Partial<FieldFill['where'][number]>) => set({ where: (fill ?? EMPTY).where.map((one, at) => (at === index ? { ...one, ...values } : one)) })
  const search = { showSearch: { optionFilterProp: 'label' }, style: { width: '100%' } }
  return (
    <>
      <DesignLine label={t('design.fill')} id="design-fill" problem={problem} note={t('design.fill.note')}>
        <Select id="design-fill" {...search} allowClear placeholder={t('design.fill.none')} value={fill?.source || undefined} options={sources.map(({ value, label }) => ({ value, label }))}
          onChange={(source: string | undefined) => onChange(source ? { ...EMPTY, source } : null)} />
      </DesignLine>
      {fill ? (
        <>
          <DesignLine label={t('design.fill.take')} id="design-fill-take">
            <Select id="design-fill-take" {...search} value={fill.take || undefined} options={options} onChange={(take: string) => set({ take })} />
          </DesignLine>
          <DesignLine label={t('design.fill.where')} id="design-fill-where-0">
            {fill.where.map((one, index) => (
              <div key={index} className="hk-row" style={{ flexWrap: 'nowrap' }}>
                <Select id={`design-fill-where-${index}`} {...search} aria-label={t('design.fill.theirs')} placeholder={t('design.fill.theirs')} value={one.field || undefined}
                  options={[{ value: 'id', label: t('design.fill.self') }, ...options]} onChange={(field: string) => setWhere(index, { field })} />
                <span>=</span>
                <Select {...search} aria-label={t('design.fill.ours')} placeholder={t('design.fill.ours')} value={one.from || undefined} options={paths} onChange={(from: string) => setWhere(index, { from })} />
                {fill.where.length > 1 ? <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('design.fill.drop')} onClick={() => set({ where: fill.where.filter((_, at) => at !== index) })} /> : null}
              </div>
            ))}
            <div className="hk-row">
              <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => set({ where: [...fill.where, { field: '', from: '' }] })}>{t('design.fill.add')}</Button>
              {fill.where.length > 1 ? (
                <Select size="small" aria-label={t('design.fill.match')} value={fill.match} onChange={(match) => set({ match })}
                  options={[{ value: 'all', label: t('design.fill.all') }, { value: 'any', label: t('design.fill.any') }]} />
              ) : null}
            </div>
          </DesignLine>
          <DesignLine label={t('design.fill.when')} id="design-fill-when">
            <Select id="design-fill-when" value={fill.when} onChange={(when) => set({ when })} options={[{ value: 'empty', label: t('design.fill.empty') }, { value: 'always', label: t('design.fill.always') }]} />
          </DesignLine>
          <DesignLine label={t('design.fill.several')} id="design-fill-several">
            <Select id="design-fill-several" value={fill.several} onChange={(several) => set({ several })}
              options={[{ value: 'first', label: t('design.fill.first') }, { value: 'block', label: t('design.fill.block') }, { value: 'sum', label: t('design.fill.sum') }]} />
          </DesignLine>
          {fill.several === 'first' ? (
            <DesignLine label={t('design.fill.sort')} id="design-fill-sort">
              <Select id="design-fill-sort" {...search} allowClear value={fill.sort || undefined} onChange={(sort: string | undefined) => set({ sort: sort ?? '' })}
                options={fields.filter((field) => field.sortable !== false && !field.custom).flatMap((field) => [{ value: `-${field.name}`, label: `${field.label} ↓` }, { value: field.name, label: `${field.label} ↑` }])} />
            </DesignLine>
          ) : null}
        </>
      ) : null}
    </>
  )
}

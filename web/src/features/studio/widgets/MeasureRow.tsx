import { DeleteOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Aggregate, DatasetField, QuestionMeasure, Word } from '@/api/studio'
import { fieldOptions } from './DatasetSelect'

const ROWS = '*'
const FORMULA = '='

interface MeasureRowProps { measure: QuestionMeasure; fields: DatasetField[]; aggregates: Word[]; onChange: (measure: QuestionMeasure) => void; onRemove?: (() => void) | undefined }

/** One figure: rows counted, a field aggregated, or a formula over aggregates. */
export function MeasureRow({ measure, fields, aggregates, onChange, onRemove }: MeasureRowProps) {
  const { t } = useTranslation()
  const [formula, setFormula] = useState(measure.formula ?? '')
  const isFormula = typeof measure.formula === 'string'
  const field = fields.find((one) => one.name === measure.field)
  const choose = (name: string) => {
    if (name === ROWS) onChange({ agg: 'count', label: measure.label ?? null })
    else if (name === FORMULA) onChange({ formula: formula || `COUNT({${fields[0]?.name ?? ''}})`, label: measure.label ?? null })
    else onChange({ field: name, agg: fields.find((one) => one.name === name)?.aggregates[0] ?? 'count', label: measure.label ?? null })
  }
  return (
    <div className="hk-studio-row">
      <Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.measure')} value={isFormula ? FORMULA : (measure.field ?? ROWS)} onChange={choose}
        options={[{ value: ROWS, label: t('studio.measure.rows') }, { value: FORMULA, label: t('studio.measure.formula') }, ...fieldOptions(fields.filter((one) => one.aggregates.length > 0))]} />
      {field && !isFormula ? (
        <Select aria-label={t('studio.aggregate')} value={measure.agg as Aggregate} onChange={(agg) => onChange({ ...measure, agg })} style={{ flex: '0 0 108px' }}
          options={aggregates.filter((one) => field.aggregates.includes(one.value as Aggregate))} />
      ) : null}
      {onRemove ? <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('studio.remove')} onClick={onRemove} /> : null}
      {isFormula ? (
        <div className="hk-studio-wide">
          <Input value={formula} aria-label={t('studio.measure.formula')} placeholder="SUM({total_net}) / COUNT({number})" onChange={(event) => setFormula(event.target.value)}
            onBlur={() => onChange({ ...measure, formula })} onPressEnter={() => onChange({ ...measure, formula })} />
          <Select size="small" aria-label={t('studio.measure.insert')} placeholder={t('studio.measure.insert')} showSearch={{ optionFilterProp: 'label' }} value={null} options={fieldOptions(fields)}
            onChange={(name: string) => { const next = `${formula}{${name}}`; setFormula(next); onChange({ ...measure, formula: next }) }} />
          <p className="hk-faint">{t('studio.measure.help')}</p>
        </div>
      ) : null}
    </div>
  )
}

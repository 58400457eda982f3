import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { SummaryField, SummaryFigure } from '@/api/summaries'
import { MOST_FIGURES, freeCode } from '../summary'
import { useCatalogue } from '../useStudio'

const ROWS = '*'

interface SummaryFiguresProps { figures: SummaryFigure[]; fields: SummaryField[]; onChange: (figures: SummaryFigure[]) => void }

/** What is added up, with a name of its own for dashboards and guards. */
export function SummaryFigures({ figures, fields, onChange }: SummaryFiguresProps) {
  const { t } = useTranslation()
  const words = useCatalogue()
  const known = fields.filter((field) => field.aggregates.length > 0)
  const options = [{ value: ROWS, label: t('studio.measure.rows') }, ...known.map((field) => ({ value: field.name, label: field.label }))]
  const put = (at: number, part: Partial<SummaryFigure>) => onChange(figures.map((old, other) => (other === at ? { ...old, ...part } : old)))
  const choose = (at: number, name: string) => put(at, name === ROWS ? { field: null, agg: 'count' } : { field: name, agg: known.find((field) => field.name === name)?.aggregates[0] ?? 'count' })
  return (
    <Form.Item label={t('studio.measures')} required>
      {figures.map((one, at) => {
        const field = known.find((other) => other.name === one.field)
        return (
          <div key={one.code ?? at} className="hk-studio-row">
            <Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.measure')} value={one.field ?? ROWS} options={options} onChange={(name: string) => choose(at, name)} />
            {field ? <Select aria-label={t('studio.aggregate')} style={{ flex: '0 0 96px' }} value={one.agg} options={(words.data?.aggregates ?? []).filter((word) => field.aggregates.some((agg) => agg === word.value))} onChange={(agg) => put(at, { agg: agg as SummaryFigure['agg'] })} /> : null}
            <Input aria-label={t('studio.summary.label')} placeholder={t('studio.summary.label')} maxLength={60} style={{ flex: '0 0 110px' }} value={one.label ?? ''} onChange={(event) => put(at, { label: event.target.value })} />
            {figures.length > 1 ? <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('studio.remove')} onClick={() => onChange(figures.filter((_, other) => other !== at))} /> : null}
          </div>
        )
      })}
      {figures.length < MOST_FIGURES ? <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => onChange([...figures, { code: freeCode(figures), agg: 'count' }])}>{t('studio.measures.add')}</Button> : null}
    </Form.Item>
  )
}

import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Collapse, Form, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Dataset, Grain, QuestionDimension, StudioQuestion } from '@/api/studio'
import type { WidgetKind } from '../board'
import { useCatalogue, useDataset } from '../useStudio'
import { DatasetSelect, fieldOptions } from './DatasetSelect'
import { FiltersEditor } from './FiltersEditor'
import { MeasureRow } from './MeasureRow'

interface QuestionEditorProps { kind: WidgetKind; question: StudioQuestion; onChange: (question: StudioQuestion) => void }

const MOST: Partial<Record<WidgetKind, [number, number]>> = { chart: [2, 4], pivot: [4, 1], figure: [0, 1] }

/** What a widget asks: dataset, groups, figures, filters; order and limit under "more". */
export function QuestionEditor({ kind, question, onChange }: QuestionEditorProps) {
  const { t } = useTranslation()
  const dataset = useDataset(question.dataset)
  const take = (name: string) => onChange({ dataset: name, dimensions: [], measures: [{ agg: 'count' }], filters: [] })
  return (
    <>
      <Form.Item label={t('studio.dataset')}><DatasetSelect value={question.dataset} onChange={take} /></Form.Item>
      {dataset.data ? <Parts kind={kind} question={question} dataset={dataset.data} onChange={onChange} /> : null}
    </>
  )
}

function Parts({ kind, question, dataset, onChange }: QuestionEditorProps & { dataset: Dataset }) {
  const { t } = useTranslation()
  const words = useCatalogue()
  const [mostGroups, mostFigures] = MOST[kind] ?? [2, 4]
  const set = (part: Partial<StudioQuestion>) => onChange({ ...question, ...part })
  const groups = question.dimensions
  const put = (at: number, one: QuestionDimension | null) => set({ dimensions: one ? groups.map((old, index) => (index === at ? one : old)) : groups.filter((_, index) => index !== at), sort: '' })
  const groupable = dataset.fields.filter((field) => field.groups)
  const add = (name: string) => {
    const field = groupable.find((one) => one.name === name)
    set({ dimensions: [...groups, { field: name, grain: field && field.grains.length > 0 ? 'month' : null }], sort: question.sort ?? '' })
  }
  return (
    <>
      {mostGroups > 0 ? (
        <Form.Item label={kind === 'pivot' ? t('studio.groups.pivot') : t('studio.groups')}>
          {groups.map((one, at) => {
            const grains = dataset.fields.find((field) => field.name === one.field)?.grains ?? []
            return (
              <div key={`${one.field}${at}`} className="hk-studio-row">
                <Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.group')} value={one.field} options={fieldOptions(groupable)} onChange={(name) => put(at, { field: name, grain: (groupable.find((field) => field.name === name)?.grains.length ?? 0) > 0 ? 'month' : null })} />
                {grains.length > 0 ? <Select aria-label={t('studio.grain')} style={{ flex: '0 0 108px' }} value={one.grain ?? null} options={(words.data?.grains ?? []).filter((word) => grains.includes(word.value as Grain))} onChange={(grain) => put(at, { ...one, grain: grain as Grain })} /> : null}
                <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('studio.remove')} onClick={() => put(at, null)} />
              </div>
            )
          })}
          {groups.length < mostGroups ? <Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.groups.add')} placeholder={t('studio.groups.add')} value={null} options={fieldOptions(groupable)} onChange={add} /> : null}
        </Form.Item>
      ) : null}
      <Form.Item label={t('studio.measures')}>
        {question.measures.map((one, at) => (
          <MeasureRow key={`${at}${one.field ?? ''}${one.formula === undefined ? '' : '='}`} measure={one} fields={dataset.fields} aggregates={words.data?.aggregates ?? []}
            onChange={(next) => set({ measures: question.measures.map((old, index) => (index === at ? next : old)) })}
            onRemove={question.measures.length > 1 ? () => set({ measures: question.measures.filter((_, index) => index !== at), sort: '' }) : undefined} />
        ))}
        {question.measures.length < mostFigures ? <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => set({ measures: [...question.measures, { agg: 'count' }] })}>{t('studio.measures.add')}</Button> : null}
      </Form.Item>
      <Form.Item label={t('studio.filters')}><FiltersEditor dataset={dataset} filters={question.filters} onChange={(filters) => set({ filters })} /></Form.Item>
      {mostGroups > 0 && groups.length > 0 ? (
        <Collapse ghost size="small" items={[{ key: 'more', label: t('studio.advanced'), children: (
          <>
            <Form.Item label={t('studio.sort')}>
              <Select aria-label={t('studio.sort')} value={question.sort || ''} onChange={(sort) => set({ sort })} options={[
                { value: '', label: t('studio.sort.group') }, { value: '-m0', label: t('studio.sort.down') }, { value: 'm0', label: t('studio.sort.up') }, { value: '-d0', label: t('studio.sort.groupDown') },
              ]} />
            </Form.Item>
            <Form.Item label={t('studio.limit')}><InputNumber aria-label={t('studio.limit')} min={1} max={5000} value={question.limit ?? 1000} onChange={(limit) => set({ limit: limit ?? 1000 })} /></Form.Item>
          </>
        ) }]} />
      ) : null}
    </>
  )
}

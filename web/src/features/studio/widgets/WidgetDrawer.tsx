import { DatePicker, Drawer, Form, Input, InputNumber, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '@/api/studio'
import type { ChartKind, Widget } from '../board'
import { useDataset } from '../useStudio'
import { DatasetSelect, fieldOptions } from './DatasetSelect'
import { FilterWidget } from './FilterWidget'
import { FiltersEditor } from './FiltersEditor'
import { QuestionEditor } from './QuestionEditor'

interface WidgetDrawerProps { widget: Widget | null; onChange: (widget: Widget) => void; onClose: () => void }

/** What a widget says and how; the board shows every change at once. */
export function WidgetDrawer({ widget, onChange, onClose }: WidgetDrawerProps) {
  const { t } = useTranslation()
  return (
    <Drawer open={widget !== null} onClose={onClose} mask={false} size={400} title={t('studio.widget')} destroyOnHidden>
      {widget ? <Settings key={widget.id} widget={widget} onChange={onChange} /> : null}
    </Drawer>
  )
}

function Settings({ widget, onChange }: { widget: Widget; onChange: (widget: Widget) => void }) {
  const { t } = useTranslation()
  const set = (part: Partial<Widget>) => onChange({ ...widget, ...part })
  const charts: { value: ChartKind; label: string }[] = [
    { value: 'bar', label: t('studio.chart.bar') }, { value: 'hbar', label: t('studio.chart.hbar') }, { value: 'stacked', label: t('studio.chart.stacked') },
    { value: 'line', label: t('studio.chart.line') }, { value: 'area', label: t('studio.chart.area') }, { value: 'pie', label: t('studio.chart.pie') },
  ]
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t('studio.title')}><Input aria-label={t('studio.title')} maxLength={60} value={widget.title} onChange={(event) => set({ title: event.target.value })} /></Form.Item>
      {widget.kind === 'chart' ? <Form.Item label={t('studio.chart')}><Select aria-label={t('studio.chart')} value={widget.chart ?? 'bar'} options={charts} onChange={(chart) => set({ chart })} /></Form.Item> : null}
      {widget.question ? <QuestionEditor kind={widget.kind} question={widget.question} onChange={(question) => set({ question })} /> : null}
      {widget.kind === 'figure' ? (
        <Form.Item label={t('studio.compare')}>
          <Segmented block value={widget.compare ?? ''} onChange={(compare) => set({ compare: compare === '' ? null : (compare as 'previous' | 'year') })}
            options={[{ value: '', label: t('studio.compare.off') }, { value: 'previous', label: t('studio.compare.previous') }, { value: 'year', label: t('studio.compare.year') }]} />
        </Form.Item>
      ) : null}
      {widget.kind === 'table' || widget.kind === 'filter' ? <OfDataset widget={widget} set={set} /> : null}
      {widget.kind === 'text' ? <Form.Item label={t('studio.kind.text')}><Input.TextArea aria-label={t('studio.kind.text')} rows={6} maxLength={4000} value={widget.text ?? ''} onChange={(event) => set({ text: event.target.value })} /></Form.Item> : null}
      {widget.kind === 'countdown' ? (
        <Form.Item label={t('studio.countdown.until')}>
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" aria-label={t('studio.countdown.until')} value={widget.until ? dayjs(widget.until) : null} onChange={(day) => set({ until: day ? day.format('YYYY-MM-DDTHH:mm') : '' })} />
        </Form.Item>
      ) : null}
    </Form>
  )
}

function OfDataset({ widget, set }: { widget: Widget; set: (part: Partial<Widget>) => void }) {
  const { t } = useTranslation()
  const dataset = useDataset(widget.dataset ?? '')
  const take = (name: string) => set(widget.kind === 'table' ? { dataset: name, fields: [], filters: [], sort: '' } : { dataset: name, field: '', value: null })
  return (
    <>
      <Form.Item label={t('studio.dataset')}><DatasetSelect value={widget.dataset ?? ''} onChange={take} /></Form.Item>
      {dataset.data ? (widget.kind === 'table' ? <TableParts widget={widget} dataset={dataset.data} set={set} /> : <FilterParts widget={widget} dataset={dataset.data} set={set} />) : null}
    </>
  )
}

interface PartsProps { widget: Widget; dataset: Dataset; set: (part: Partial<Widget>) => void }

function TableParts({ widget, dataset, set }: PartsProps) {
  const { t } = useTranslation()
  const sorts = dataset.fields.filter((field) => field.groups).flatMap((field) => [{ value: `-${field.name}`, label: `${field.label} ↓` }, { value: field.name, label: `${field.label} ↑` }])
  return (
    <>
      <Form.Item label={t('studio.columns')} extra={t('studio.columns.help')}><Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.columns')} value={widget.fields ?? []} options={fieldOptions(dataset.fields)} onChange={(fields) => set({ fields })} /></Form.Item>
      <Form.Item label={t('studio.filters')}><FiltersEditor dataset={dataset} filters={widget.filters ?? []} onChange={(filters) => set({ filters })} /></Form.Item>
      <Form.Item label={t('studio.sort')}><Select allowClear showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.sort')} value={widget.sort || null} options={sorts} onChange={(sort?: string) => set({ sort: sort ?? '' })} /></Form.Item>
      <Form.Item label={t('studio.limit')}><InputNumber aria-label={t('studio.limit')} min={1} max={200} value={widget.limit ?? 20} onChange={(limit) => set({ limit: limit ?? 20 })} /></Form.Item>
    </>
  )
}

const NOT_CHOSEN = new Set(['json', 'image', 'references', 'multiline', 'quantity', 'amount', 'price', 'decimal', 'integer', 'rate', 'cost'])

function FilterParts({ widget, dataset, set }: PartsProps) {
  const { t } = useTranslation()
  const usable = dataset.fields.filter((field) => field.filterable !== false && !NOT_CHOSEN.has(field.type))
  const field = usable.find((one) => one.name === widget.field)
  return (
    <>
      <Form.Item label={t('studio.filter.field')} extra={t('studio.filter.help')}><Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.filter.field')} value={widget.field || null} options={fieldOptions(usable)} onChange={(name) => set({ field: name, value: null })} /></Form.Item>
      {field ? <Form.Item label={t('studio.filter.default')}><FilterWidget widget={widget} field={field} value={widget.value ?? null} onChange={(value) => set({ value })} /></Form.Item> : null}
    </>
  )
}

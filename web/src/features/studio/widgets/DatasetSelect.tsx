import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DatasetField } from '@/api/studio'
import { useCatalogue } from '../useStudio'

/** What to ask about; found by typing. */
export function DatasetSelect({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const { t } = useTranslation()
  const words = useCatalogue()
  const kinds = { documents: t('studio.data.documents'), lines: t('studio.data.lines'), facts: t('studio.data.facts'), records: t('studio.data.records') }
  const options = (['documents', 'lines', 'facts', 'records'] as const).map((kind) => ({
    label: kinds[kind], title: kind, options: (words.data?.datasets ?? []).filter((one) => one.kind === kind).map((one) => ({ value: one.name, label: one.label })),
  })).filter((group) => group.options.length > 0)
  return <Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.dataset')} loading={words.isPending} value={value || null} placeholder={t('studio.dataset')} options={options} onChange={onChange} />
}

export const fieldOptions = (fields: DatasetField[]) => [
  { label: '', title: 'own', options: fields.filter((field) => !isJoined(field)).map(option) },
  { label: '…', title: 'joined', options: fields.filter(isJoined).map(option) },
].filter((group) => group.options.length > 0)

const option = (field: DatasetField) => ({ value: field.name, label: field.label })
const isJoined = (field: DatasetField): boolean => field.name.replace(/^lines\./, '').includes('.')

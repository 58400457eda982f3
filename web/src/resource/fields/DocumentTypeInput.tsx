import { Select } from 'antd'
import { useMaybeMeta } from '../meta'

interface DocumentTypeInputProps {
  id?: string
  label: string
  value: string
  disabled?: boolean
  onChange: (value: string | null) => void
}

/** One of the types of documents, built in or made by the firm. */
export function DocumentTypeInput({ id, label, value, disabled, onChange }: DocumentTypeInputProps) {
  const types = useMaybeMeta()?.document_types ?? []
  return <Select {...(id ? { id } : {})} aria-label={label} value={value || undefined} disabled={disabled ?? false} allowClear showSearch={{ optionFilterProp: 'label' }}
    options={types.map((type) => ({ value: type.code, label: type.label }))} onChange={(next: string | undefined) => onChange(next ?? null)} style={{ width: '100%' }} />
}

import { Form } from 'antd'
import type { FieldSpec } from '@/api'
import { FormulaField } from './FormulaField'

interface FormulaInputProps {
  field: FieldSpec
  id?: string
  value: string
  onChange: (value: string) => void
  disabled: boolean
}

/** A formula in a record's form: the field beside it says which document type it is about. */
export function FormulaInput({ field, id, value, onChange, disabled }: FormulaInputProps) {
  const type: unknown = Form.useWatch(field.about ?? '')
  return <FormulaField type={typeof type === 'string' ? type : ''} gives={field.gives ?? 'bool'} value={value} onChange={onChange} label={field.label}
    disabled={disabled} {...(id ? { id } : {})} />
}

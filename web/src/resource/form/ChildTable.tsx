import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ChildSpec, Values } from '@/api'
import { FieldInput } from '../fields/FieldInput'
import { defaultValues, isNumberField } from '../fields/values'

interface ChildTableProps {
  spec: ChildSpec
  /** Given by the form. */
  value?: Values[]
  onChange?: (rows: Values[]) => void
  disabled: boolean
}

/** The rows that belong to a record: units, barcodes, partners' codes. */
export function ChildTable({ spec, value, onChange, disabled }: ChildTableProps) {
  const { t } = useTranslation()
  const rows = value ?? []
  const fields = spec.fields.filter((field) => field.in_form !== false)
  const set = (at: number, name: string, next: unknown) => onChange?.(rows.map((row, index) => (index === at ? { ...row, [name]: next } : row)))
  return (
    <div className="hk-child">
      {rows.length > 0 ? (
        <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={spec.label}>
          <table className="hk-plain-table">
            <thead>
              <tr>{fields.map((field) => <th key={field.name} className={isNumberField(field) ? 'hk-num' : ''} title={field.help ?? ''}>{field.label}{field.required ? ' *' : ''}</th>)}<th /></tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  {fields.map((field) => (
                    <td key={field.name} style={{ minWidth: 120 }}>
                      <FieldInput field={field} value={row[field.name]} disabled={disabled || field.readonly === true} onChange={(next) => set(index, field.name, next)} />
                    </td>
                  ))}
                  <td>
                    <Button type="text" icon={<DeleteOutlined />} disabled={disabled} aria-label={t('resource.child.remove', { row: index + 1 })} onClick={() => onChange?.(rows.filter((_, other) => other !== index))} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <Button size="small" icon={<PlusOutlined />} disabled={disabled} onClick={() => onChange?.([...rows, defaultValues(fields)])}>{t('resource.child.add', { label: spec.label })}</Button>
    </div>
  )
}

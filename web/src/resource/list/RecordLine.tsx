import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, RecordRow } from '@/api'
import { FieldValue } from '../fields/FieldValue'
import { isNumberField } from '../fields/values'
import { unitOf, valueOf } from './columns'

interface SelectBoxProps {
  label: string
  checked: boolean
  some?: boolean
  onChange: () => void
}

export function SelectBox({ label, checked, some, onChange }: SelectBoxProps) {
  return <input type="checkbox" aria-label={label} checked={checked} ref={(box) => { if (box) box.indeterminate = some ?? false }} onChange={onChange} />
}

interface RecordLineProps {
  row: RecordRow
  fields: FieldSpec[]
  active: boolean
  /** null: nothing can be chosen here. */
  selected: boolean | null
  onOpen: (row: RecordRow) => void
  onToggle: (id: string) => void
}

/** One record; drawn anew only when it changes itself, so that scrolling costs nothing but the lines that come into sight. */
export const RecordLine = memo(function RecordLine({ row, fields, active, selected, onOpen, onToggle }: RecordLineProps) {
  const { t } = useTranslation()
  return (
    <tr aria-selected={active || undefined} onClick={() => onOpen(row)}>
      {selected === null ? null : (
        <td className="hk-records-pick" onClick={(event) => event.stopPropagation()}>
          <SelectBox label={`${t('resource.select')} ${row.id}`} checked={selected} onChange={() => onToggle(row.id)} />
        </td>
      )}
      {fields.map((field, index) => (
        <td key={field.name} className={isNumberField(field) ? 'hk-num' : ''}>
          {index === 0 ? (
            <a href="#" onClick={(event) => { event.preventDefault(); event.stopPropagation(); onOpen(row) }}>
              <FieldValue field={field} value={valueOf(row, field)} unit={unitOf(row, field)} />
            </a>
          ) : <FieldValue field={field} value={valueOf(row, field)} unit={unitOf(row, field)} link={field.type === 'reference'} />}
        </td>
      ))}
    </tr>
  )
})

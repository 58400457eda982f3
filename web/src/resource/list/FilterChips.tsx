import { Tag } from 'antd'
import type { FieldSpec, FilterClause } from '@/api'
import { useClauseText } from './filterWords'

function Chip({ field, clause, onClose }: { field: FieldSpec | undefined; clause: FilterClause; onClose: () => void }) {
  const text = useClauseText(field, clause)
  return <Tag closable onClose={(event) => { event.preventDefault(); onClose() }} className="hk-chip">{text}</Tag>
}

export function FilterChips({ fields, filter, onChange }: { fields: FieldSpec[]; filter: FilterClause[]; onChange: (filter: FilterClause[]) => void }) {
  return filter.map((clause, index) => (
    <Chip key={JSON.stringify(clause)} clause={clause} field={fields.find((field) => field.name === clause[0])}
      onClose={() => onChange(filter.filter((_, other) => other !== index))} />
  ))
}

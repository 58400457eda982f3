import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, FilterClause, FilterOp, FilterValue } from '@/api'
import { FieldInput } from '../fields/FieldInput'
import { referenceId } from '../fields/values'
import { useOpLabel } from './filterWords'
import { opsOf } from './filters'

interface FilterEditorProps {
  fields: FieldSpec[]
  onAdd: (clause: FilterClause) => void
}

/** Two dates or numbers. */
function Between({ field, value, onChange }: { field: FieldSpec; value: unknown[]; onChange: (value: unknown[]) => void }) {
  const { t } = useTranslation()
  const plain = { ...field, readonly: false, required: false }
  return (
    <div className="hk-row" style={{ flexWrap: 'nowrap' }}>
      <FieldInput field={{ ...plain, label: t('resource.filter.from') }} value={value[0]} onChange={(next) => onChange([next, value[1]])} />
      <span>–</span>
      <FieldInput field={{ ...plain, label: t('resource.filter.to') }} value={value[1]} onChange={(next) => onChange([value[0], next])} />
    </div>
  )
}

function operand(op: FilterOp, value: unknown): FilterValue | null {
  if (op === 'isnull') return value === true || value === 'true'
  if (op === 'between') {
    const pair = (Array.isArray(value) ? value : []).map((entry) => (entry ? String(entry) : ''))
    return pair.length === 2 && pair.every(Boolean) ? pair : null
  }
  if (op === 'in') return Array.isArray(value) && value.length > 0 ? value.map(String) : null
  if (typeof value === 'boolean') return value
  return referenceId(value)
}

export function FilterEditor({ fields, onAdd }: FilterEditorProps) {
  const { t } = useTranslation()
  const opLabel = useOpLabel()
  const usable = fields.filter((field) => field.filterable !== false && !['image', 'json', 'password'].includes(field.type))
  const [name, setName] = useState<string>()
  const [op, setOp] = useState<FilterOp>('eq')
  const [value, setValue] = useState<unknown>(null)
  const field = usable.find((entry) => entry.name === name)

  const choose = (next: string) => {
    const picked = usable.find((entry) => entry.name === next)
    setName(next)
    setOp(picked ? (opsOf(picked)[0] ?? 'eq') : 'eq')
    setValue(picked?.type === 'boolean' ? true : null)
  }

  const ready = field ? operand(op, op === 'isnull' ? true : value) : null
  const plain = field ? { ...field, readonly: false, required: false } : null
  return (
    <form className="hk-filter-editor" onSubmit={(event) => { event.preventDefault(); if (field && ready !== null) onAdd([field.name, op, ready]) }}>
      <Select autoFocus showSearch={{ optionFilterProp: 'label' }} placeholder={t('resource.filter.field')} aria-label={t('resource.filter.field')}
        value={name as string} options={usable.map((entry) => ({ value: entry.name, label: entry.label }))} onChange={choose} />
      {field && plain ? (
        <>
          <Select value={op} aria-label={t('resource.filter.op')} options={opsOf(field).map((entry) => ({ value: entry, label: opLabel(entry) }))}
            onChange={(next) => { setOp(next); setValue(null) }} />
          {op === 'isnull' ? null : op === 'between' ? (
            <Between field={plain} value={Array.isArray(value) ? value : []} onChange={setValue} />
          ) : op === 'in' ? (
            <Select mode="multiple" aria-label={field.label} value={Array.isArray(value) ? (value as string[]) : []} onChange={setValue}
              options={(field.choices ?? []).map((choice) => ({ value: choice.value, label: choice.label }))} />
          ) : (
            <FieldInput field={plain} value={value} onChange={setValue} />
          )}
        </>
      ) : null}
      <Button type="primary" htmlType="submit" disabled={ready === null}>{t('resource.filter.apply')}</Button>
    </form>
  )
}

import { AutoComplete } from 'antd'
import { useState } from 'react'
import { useLookup } from './ReferencePicker'

interface SuggestInputProps {
  id?: string
  resource: string
  label: string
  value: string
  disabled?: boolean
  autoFocus?: boolean
  onChange: (value: string) => void
}

/** Free text with the codes of a list on offer (reason codes): old documents outlive the list. */
export function SuggestInput({ id, resource, label, value, disabled, autoFocus, onChange }: SuggestInputProps) {
  const [open, setOpen] = useState(false)
  const lookup = useLookup(resource, open ? value : '', open)
  return (
    <AutoComplete {...(id ? { id } : {})} value={value} disabled={disabled ?? false} autoFocus={autoFocus ?? false} aria-label={label} style={{ width: '100%' }} popupMatchSelectWidth={false}
      onOpenChange={setOpen} onChange={(next) => onChange(next ?? '')} options={lookup.hits.map((hit) => ({ value: hit.code, label: `${hit.code} ${hit.name}` }))} />
  )
}

import { Checkbox, DatePicker, Input, Rate, Select } from 'antd'
import dayjs from 'dayjs'
import { Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, Reference, Values } from '@/api'
import { formatRate, momentAt, readRate, wallTime } from '@/kit'
import { stateLabel, axisOf, useMaybeMeta } from '../meta'
import { JsonInput } from './JsonInput'
import { ReferencePicker } from './ReferencePicker'
import { SuggestInput } from './SuggestInput'
import { defaultValues, isNumberField } from './values'

const Grants = lazy(async () => ({ default: (await import('./grants/GrantsInput')).GrantsInput }))
const Matches = lazy(async () => ({ default: (await import('./settle/MatchesInput')).MatchesInput }))
const Formula = lazy(async () => ({ default: (await import('../formula/FormulaInput')).FormulaInput }))
const Rows = lazy(async () => ({ default: (await import('../form/ChildTable')).ChildTable }))
const FieldRights = lazy(async () => ({ default: (await import('./grants/FieldRightsInput')).FieldRightsInput }))
const RowRules = lazy(async () => ({ default: (await import('./grants/RowRulesInput')).RowRulesInput }))
const Denied = lazy(async () => ({ default: (await import('./grants/DeniedInput')).DeniedInput }))
const Files = lazy(async () => ({ default: (await import('./files/FilesInput')).FilesInput }))
const DocumentType = lazy(async () => ({ default: (await import('./DocumentTypeInput')).DocumentTypeInput }))
const Masks = lazy(async () => ({ default: (await import('./grants/MasksInput')).MasksInput }))

export interface FieldInputProps {
  field: FieldSpec
  /** Given by the form. */
  id?: string
  value?: unknown
  checked?: boolean
  onChange?: (value: unknown) => void
  disabled?: boolean
  autoFocus?: boolean
  /** Narrows what a picker offers, e.g. the bins of a warehouse. */
  lookupExtra?: Record<string, string>
  /** The other values of the form, for an input that depends on them. */
  beside?: Values
  /** A record was taken with Enter. */
  onEntered?: ((value: Reference) => void) | undefined
}

/** Structures with an input of their own; rows are a table, any other is typed as it is. */
const STRUCTURED: Record<string, typeof Grants | typeof Matches | undefined> = {
  grants: Grants, masked: Masks, matches: Matches, field_rights: FieldRights, row_rules: RowRules, denied: Denied,
}

/** The keyboard a phone shows for kinds of text. */
const KEYBOARDS: Record<string, { inputMode: 'tel' | 'email' | 'url' } | undefined> = { phone: { inputMode: 'tel' }, email: { inputMode: 'email' }, link: { inputMode: 'url' } }

const NOTHING_BESIDE: Values = {}

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))

/** The input for a field, chosen by its type. */
export function FieldInput({ field, id, value, checked, onChange, disabled, autoFocus, lookupExtra, beside = NOTHING_BESIDE, onEntered }: FieldInputProps) {
  const { t } = useTranslation()
  const meta = useMaybeMeta()
  const off = disabled ?? field.readonly ?? false
  // Inside a table no label points at an input: it carries its name itself.
  const common = { ...(id ? { id } : { 'aria-label': field.label }), disabled: off, autoFocus: autoFocus ?? false }
  const change = (next: unknown) => onChange?.(next)

  if (field.type === 'boolean') {
    return <Checkbox {...common} checked={checked ?? value === true} onChange={(event) => change(event.target.checked)}>{field.label}</Checkbox>
  }
  if (field.type === 'reference' || field.type === 'references') {
    return <ReferencePicker {...common} resource={field.ref ?? ''} value={value} multiple={field.type === 'references'} onChange={change}
      label={field.label} required={field.required ?? false} onEntered={onEntered} {...(field.ref_filter || lookupExtra ? { extra: { ...field.ref_filter, ...lookupExtra } } : {})} />
  }
  if (field.type === 'enum' || field.type === 'state') {
    const words = meta?.states[axisOf(field.name)] ?? {}
    const options = field.choices?.length
      ? field.choices.map((choice) => ({ value: choice.value, label: choice.label }))
      : Object.keys(words).map((key) => ({ value: key, label: stateLabel(meta, axisOf(field.name), key)?.label ?? key }))
    return <Select {...common} value={value === '' ? undefined : value} options={options} allowClear={!field.required} onChange={(next) => change(next ?? null)}
      aria-label={field.label} showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false} style={{ width: '100%' }} />
  }
  if (field.type === 'choices') {
    return <Select {...common} mode="multiple" value={Array.isArray(value) ? (value as string[]) : []} options={(field.choices ?? []).map((choice) => ({ value: choice.value, label: choice.label }))}
      onChange={change} aria-label={field.label} style={{ width: '100%' }} />
  }
  if (field.format === 'rating') return <Rate {...common} value={Number(value ?? 0)} count={Number(field.most ?? 5)} onChange={(next) => change(next || null)} aria-label={field.label} />
  if (field.type === 'date' && field.name === 'month') {
    return <DatePicker {...common} picker="month" value={value ? dayjs(String(value)) : null} allowClear={!field.required} style={{ width: '100%' }}
      onChange={(next) => change(next ? next.format('YYYY-MM-01') : null)} />
  }
  if (field.type === 'date') {
    return <DatePicker {...common} value={value ? dayjs(String(value)) : null} allowClear={!field.required} style={{ width: '100%' }}
      onChange={(next) => change(next ? next.format('YYYY-MM-DD') : null)} />
  }
  if (field.type === 'datetime') {
    return <DatePicker {...common} showTime value={value ? dayjs(wallTime(new Date(String(value)))) : null} style={{ width: '100%' }}
      onChange={(next) => change(next ? momentAt(next.format('YYYY-MM-DD HH:mm:ss')) : null)} />
  }
  if (field.type === 'multiline') return <Input.TextArea {...common} value={text(value)} autoSize={{ minRows: 1, maxRows: 8 }} onChange={(event) => change(event.target.value)} />
  if (field.type === 'formula') return <Suspense fallback={null}><Formula field={field} value={text(value)} disabled={off} onChange={change} {...(id ? { id } : {})} /></Suspense>
  if (field.type === 'files') return <Suspense fallback={null}><Files field={field} value={value} disabled={off} onChange={change} {...(id ? { id } : {})} /></Suspense>
  if (field.format === 'document_type') return <Suspense fallback={null}><DocumentType {...common} label={field.label} value={text(value)} onChange={change} /></Suspense>
  if (field.type === 'password') return <Input.Password {...common} value={text(value)} autoComplete="new-password" onChange={(event) => change(event.target.value)} />
  const Structured = field.type === 'json' ? STRUCTURED[field.name] : undefined
  if (Structured) return <Suspense fallback={null}><Structured value={value} disabled={off} onChange={change} beside={beside} /></Suspense>
  if (field.type === 'json' && field.rows) {
    const rows = Array.isArray(value) ? (value as Values[]) : []
    return <Suspense fallback={null}><Rows spec={{ name: field.name, label: field.label, fields: field.rows }} value={rows.length === 0 && field.required && !off ? [defaultValues(field.rows)] : rows} disabled={off} onChange={change} /></Suspense>
  }
  if (field.type === 'json' && field.choices?.length) {
    return <Select mode="multiple" {...common} value={Array.isArray(value) ? (value as string[]) : []} options={field.choices.map((choice) => ({ value: choice.value, label: choice.label }))} allowClear
      onChange={(next: string[]) => change(next.length > 0 ? next : null)} aria-label={field.label} showSearch={{ optionFilterProp: 'label' }} style={{ width: '100%' }} />
  }
  if (field.type === 'json') return <JsonInput {...common} value={value} onChange={change} />
  if (isNumberField(field)) {
    return <Input {...common} value={text(value)} inputMode="decimal" style={{ textAlign: 'right' }} onChange={(event) => change(event.target.value)}
      onBlur={() => { if (field.type === 'rate' && text(value) !== '') change(readRate(value) ?? value) }}
      {...(field.type === 'rate' && value ? { suffix: <span className="hk-faint">{t('resource.rate', { rate: formatRate(value) })}</span> } : {})} />
  }
  if (field.ref) return <SuggestInput {...common} resource={field.ref} label={field.label} value={text(value)} onChange={change} />
  return <Input {...common} {...(field.format ? KEYBOARDS[field.format] : {})} value={text(value)} autoComplete="off" onChange={(event) => change(event.target.value)} />
}

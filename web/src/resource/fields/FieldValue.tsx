import { Suspense, lazy } from 'react'
import { Link } from 'react-router'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, KeptFile, QuantityOfUnit, Reference, Values } from '@/api'
import {
  Money, NOTHING, Price, Qty, Quantities, StateTag, formatDate, formatQuantity, formatRate, formatTime, referenceText,
} from '@/kit'
import { axisOf, recordPath, stateLabel, useMaybeMeta } from '../meta'
import { JsonValue } from './JsonValue'
import { isNumberField } from './values'

const FilesValue = lazy(async () => ({ default: (await import('./files/FilesValue')).FilesValue }))
const MatchesValue = lazy(async () => ({ default: (await import('./settle/MatchesValue')).MatchesValue }))

interface FieldValueProps {
  field: FieldSpec
  value: unknown
  /** Unit shown in grey behind a quantity. */
  unit?: string | undefined
  link?: boolean
}

/** One value as people read it; the same in lists, details, cards and grids. */
export function FieldValue({ field, value, unit, link }: FieldValueProps) {
  const { t } = useTranslation()
  const meta = useMaybeMeta()
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return <span className="hk-faint">{NOTHING}</span>
  switch (field.type) {
    case 'quantity':
      return Array.isArray(value) ? <Quantities value={value as QuantityOfUnit[]} /> : <Qty value={value} unit={unit} />
    case 'amount':
    case 'cost':
      return <Money value={value} />
    case 'price':
      return <Price value={value} />
    case 'decimal':
    case 'integer':
      return <span className="hk-num">{formatQuantity(value)}</span>
    case 'rate':
      return <span className="hk-num">{formatRate(value)}</span>
    case 'date':
      return <span>{formatDate(value)}</span>
    case 'datetime':
      return <span>{formatTime(value)}</span>
    case 'boolean':
      return <span>{value === true || value === 'true' ? t('resource.yes') : t('resource.no')}</span>
    case 'state': {
      const words = field.choices?.find((choice) => choice.value === value) ?? stateLabel(meta, axisOf(field.name), String(value))
      return <StateTag value={String(value).toLowerCase()} label={words?.label} color={words?.color} />
    }
    case 'enum': {
      const choice = field.choices?.find((entry) => entry.value === value)
      const words = choice ?? stateLabel(meta, axisOf(field.name), String(value))
      return words?.color ? <StateTag value={String(value)} label={words.label} color={words.color} /> : <span>{words?.label ?? String(value)}</span>
    }
    case 'choices':
      return <span>{(value as string[]).map((one) => field.choices?.find((choice) => choice.value === one)?.label ?? one).join(', ')}</span>
    case 'reference': {
      const { id, code, spec } = typeof value === 'object' && value !== null ? (value as Partial<Reference>) : {}
      // Goods of one name come in many sizes: only code and spec tell them apart.
      const text = field.ref === 'items' ? [code, referenceText(value), spec].filter(Boolean).join(' ') : referenceText(value)
      return link && id && field.ref ? <Link to={meta?.document_types.some((type) => type.code === field.ref) ? `/documents/${field.ref}/${id}` : recordPath(field.ref, id)} onClick={(event) => event.stopPropagation()}>{text}</Link> : <span>{text}</span>
    }
    case 'references':
      return <span>{Array.isArray(value) && value.length > 0 ? value.map((entry) => referenceText(entry)).join(', ') : NOTHING}</span>
    case 'files':
      return <Suspense fallback={null}><FilesValue files={value as KeptFile[]} small={link === undefined} /></Suspense>
    case 'json':
      if (field.name === 'matches') return <Suspense fallback={null}><MatchesValue value={value} /></Suspense>
      if (field.choices?.length && Array.isArray(value)) return <span>{value.map((one) => field.choices?.find((choice) => choice.value === one)?.label ?? String(one)).join(', ') || NOTHING}</span>
      return field.rows ? <RowsValue rows={value as Values[]} fields={field.rows} label={field.label} /> : <JsonValue value={value} />
    default:
      if (field.format === 'link' && /^https?:/.test(String(value))) return <a href={String(value)} target="_blank" rel="noreferrer" onClick={(event) => event.stopPropagation()}>{String(value)}</a>
      if (field.format === 'phone') return <a href={`tel:${String(value)}`} onClick={(event) => event.stopPropagation()}>{String(value)}</a>
      return <span>{typeof value === 'object' ? referenceText(value) : String(value)}</span>
  }
}

/** Rows that belong to a value: charges, who bears a loss. */
function RowsValue({ rows, fields, label }: { rows: Values[]; fields: FieldSpec[]; label: string }) {
  return (
    <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className="hk-plain-table">
        <thead><tr>{fields.map((field) => <th key={field.name} className={isNumberField(field) ? 'hk-num' : ''}>{field.label}</th>)}</tr></thead>
        <tbody>{rows.map((row, at) => <tr key={at}>{fields.map((field) => <td key={field.name} className={isNumberField(field) ? 'hk-num' : ''}><FieldValue field={field} value={row[field.name]} /></td>)}</tr>)}</tbody>
      </table>
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Form } from 'antd'
import type { FormInstance } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { entryApi } from '@/api'
import type { Values } from '@/api'
import { Notice } from '@/kit'
import { recordPath } from '../meta'

/** Resources whose server knows what looks alike. */
export const HINTED = new Set(['items', 'partners'])
const PATIENCE_MS = 400

function usePatient<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** While a new item or partner is typed: those that look like it, before the same thing is kept twice. */
export function DuplicateHints({ resource, form }: { resource: string; form: FormInstance<Values> }) {
  const { t } = useTranslation()
  const name = usePatient(text(Form.useWatch('name', form)))
  const spec = usePatient(text(Form.useWatch('spec', form)))
  const rows: unknown = Form.useWatch('barcodes', form)
  const barcodes = usePatient((Array.isArray(rows) ? (rows as Values[]) : []).map((row) => text(row['code'])).filter(Boolean).join(','))
  const alike = useQuery({
    queryKey: ['duplicates', resource, name, spec, barcodes],
    queryFn: ({ signal }) => entryApi.duplicates(resource, resource === 'items' ? { name, spec, barcodes } : { name }, signal),
    enabled: name.length > 1 || barcodes !== '',
    placeholderData: (previous) => previous,
  })
  const found = name.length > 1 || barcodes ? (alike.data ?? []).slice(0, 4) : []
  if (found.length === 0) return null
  return (
    <div style={{ marginBottom: 12 }} aria-live="polite">
      <Notice tone="amber" messages={[]}>
        <div>{found.some((one) => one.same) ? t('resource.duplicates.same') : t('resource.duplicates')}</div>
        {found.map((one) => (
          <div key={one.id}><Link to={recordPath(resource, one.id)} target="_blank">{[one.code, one.name, one.spec].filter(Boolean).join(' ')}</Link></div>
        ))}
      </Notice>
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { documentsApi, formulasApi, isApiError, messageOf, resourcesApi } from '@/api'
import type { Tree } from '@/kit/formula/evaluate'
import { FormulaEditor } from '@/kit/formula/FormulaEditor'
import { evaluateOn } from '@/kit/formula/record'
import { useMeta } from '../meta'

interface FormulaFieldProps {
  /** The document type whose words the formula is written with; empty while none is chosen. */
  type: string
  gives: string
  value: string
  onChange: (value: string) => void
  label: string
  id?: string
  disabled?: boolean
}

const OFFERED = 10
/** Milliseconds of rest before the server is asked. */
const REST = 400

/** A formula about a document type: read as it is typed, and tried on one of the last documents. */
export function FormulaField({ type, gives, value, onChange, label, id, disabled = false }: FormulaFieldProps) {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setText(value), REST)
    return () => clearTimeout(timer)
  }, [value])
  const settled = text === value
  const { data: words } = useQuery({ queryKey: ['formula-words', type, i18n.language], queryFn: () => formulasApi.words(type), enabled: type !== '' })
  const read = useQuery({
    queryKey: ['formula-read', type, gives, text, i18n.language], queryFn: () => formulasApi.read(type, text, gives),
    enabled: type !== '' && text.trim() !== '', retry: false, staleTime: Infinity,
  })
  const place = settled && isApiError(read.error) ? Number(read.error.items[0]?.params?.['place'] ?? 1) : null
  return (
    <div style={{ display: 'grid', gap: 6 }}>
      <FormulaEditor value={value} onChange={onChange} words={words ?? { fields: [], functions: [] }} problemAt={place}
        label={label} disabled={disabled || type === ''} placeholder={type === '' ? t('resource.formula.typeFirst') : ''} {...(id ? { id } : {})} />
      {settled && read.error ? <div role="alert" className="hk-negative">{messageOf(read.error)}</div> : null}
      {read.data && text.trim() !== '' ? <LiveResult type={type} tree={read.data.tree as unknown as Tree} /> : null}
    </div>
  )
}

/** What the formula makes of a document that exists, chosen from the last ones. */
function LiveResult({ type, tree }: { type: string; tree: Tree }) {
  const { t } = useTranslation()
  const zone = useMeta().book.timezone
  const [chosen, setChosen] = useState<string | null>(null)
  const { data: last } = useQuery({
    queryKey: ['formula-last', type], queryFn: () => resourcesApi.list('documents', { extra: { type }, limit: OFFERED, sort: '-business_date' }), enabled: type !== '',
  })
  const id = chosen ?? last?.items[0]?.id
  const { data: document } = useQuery({ queryKey: ['document', id], queryFn: () => documentsApi.read(String(id)), enabled: id !== undefined })
  if (!last || last.items.length === 0 || !document) return null
  const { value, warnings } = evaluateOn(tree, document, { at: Date.now(), zone })
  const words: Record<string, string> = { true: t('resource.yes'), false: t('resource.no'), null: t('resource.formula.blank') }
  return (
    <div className="hk-muted" style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
      <Select size="small" aria-label={t('resource.formula.onDocument')} value={id} onChange={setChosen} popupMatchSelectWidth={false} style={{ width: 200 }}
        options={last.items.map((row) => ({ value: row.id, label: String(row['number'] ?? row.id) }))} />
      <span aria-live="polite">= <b>{words[String(value)] ?? String(value)}</b>{warnings.length > 0 ? ` (${warnings.join(', ')})` : ''}</span>
    </div>
  )
}

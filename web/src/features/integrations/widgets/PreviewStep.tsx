import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importsApi } from '@/api'
import type { ImportPreview } from '@/api'
import { ErrorState, Notice, Skeleton, formatQuantity, referenceText, useErrorText } from '@/kit'

interface PreviewStepProps {
  id: string
  total: number
  onBack: () => void
  onStarted: () => void
}

const NAMED = 12

export function PreviewStep({ id, total, onBack, onStarted }: PreviewStepProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [partial, setPartial] = useState(false)
  const [onlyBad, setOnlyBad] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const file = useQuery({ queryKey: ['import-file', id], queryFn: () => importsApi.file(id) })
  const preview = useQuery({ queryKey: ['import-preview', id], queryFn: () => importsApi.preview(id), staleTime: 0, gcTime: 0, retry: false })

  const start = async () => {
    setBusy(true)
    setError(null)
    try {
      await importsApi.run(id, partial)
      onStarted()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  if (preview.isPending) return <Skeleton rows={8} />
  if (preview.isError) {
    return (
      <div className="hk-panel hk-import">
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
        <div><Button size="large" onClick={onBack}>{t('integrations.back')}</Button></div>
      </div>
    )
  }
  const { rows, counts } = preview.data
  const bad = counts['refused'] ?? 0
  const count = (state: string) => counts[state] ?? 0
  const told: [number, string][] = [
    [count('created'), t('integrations.count.created', { count: count('created') })],
    [count('updated'), t('integrations.count.updated', { count: count('updated') })],
    [count('unchanged'), t('integrations.count.unchanged', { count: count('unchanged') })],
    [count('skipped'), t('integrations.count.skipped', { count: count('skipped') })],
  ]
  const label = (name: string) => file.data?.fields.find((field) => field.name === name)?.label ?? name
  return (
    <div className="hk-panel hk-import">
      <Notice tone={bad > 0 ? 'amber' : 'plain'} messages={[bad > 0 ? t('integrations.preview.bad', { bad, total: formatQuantity(total), shown: rows.length }) : t('integrations.preview.good', { total: formatQuantity(total), shown: rows.length })]} />
      <div className="hk-row">
        {told.filter(([count]) => count > 0).map(([, words]) => <span key={words}>{words}</span>)}
        {bad > 0 ? <span className="hk-negative">{t('integrations.count.refused', { count: bad })}</span> : null}
        {preview.data.documents === null ? null : <span>{t('integrations.documents', { count: preview.data.documents })}</span>}
        {bad > 0 && bad < rows.length ? <Checkbox checked={onlyBad} onChange={(event) => setOnlyBad(event.target.checked)}>{t('integrations.onlyBad')}</Checkbox> : null}
      </div>
      {preview.data.missing.map(({ label: kind, names }) => (
        <p key={kind} className="hk-muted">{t('integrations.missing', { kind, names: names.slice(0, NAMED).join(', '), count: names.length })}</p>
      ))}
      <Rows rows={onlyBad ? rows.filter((row) => row.errors.length > 0) : rows} label={label} />
      <Checkbox checked={partial} onChange={(event) => setPartial(event.target.checked)}>{t('integrations.partial')}</Checkbox>
      {error ? <Notice messages={[say(error)]} /> : null}
      <div className="hk-import-foot">
        <Button size="large" onClick={onBack}>{t('integrations.back')}</Button>
        <Button type="primary" size="large" loading={busy} onClick={() => void start()}>{t('integrations.start')}</Button>
      </div>
    </div>
  )
}

/** Rows with what becomes of them; what is wrong stands first, where it is seen without scrolling sideways. */
function Rows({ rows, label }: { rows: ImportPreview['rows']; label: (name: string) => string }) {
  const { t } = useTranslation()
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.values)))]
  return (
    <div className="hk-import-rows" tabIndex={0} role="region" aria-label={t('integrations.step.preview')}>
      <table className="hk-plain-table">
        <thead><tr><th className="hk-num">#</th><th>{t('integrations.outcome')}</th>{names.map((name) => <th key={name}>{label(name)}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number} className={row.errors.length > 0 ? 'hk-import-bad' : ''}>
              <td className="hk-num hk-faint">{row.number}</td>
              <td className={row.errors.length > 0 ? 'hk-negative hk-import-why' : 'hk-muted'}>{row.errors.length === 0 ? row.state_label : row.errors.map((entry) => entry.message).join(' ')}</td>
              {names.map((name) => <td key={name} className={row.errors.some((entry) => entry.field === name) ? 'hk-negative' : ''}>{referenceText(row.values[name])}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

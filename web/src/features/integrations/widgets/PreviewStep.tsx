import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importsApi } from '@/api'
import { ErrorState, Notice, Skeleton, formatQuantity, referenceText, useErrorText } from '@/kit'

interface PreviewStepProps {
  id: string
  total: number
  onBack: () => void
  onStarted: () => void
}

export function PreviewStep({ id, total, onBack, onStarted }: PreviewStepProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [partial, setPartial] = useState(false)
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
  if (preview.isError) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
  const rows = preview.data.rows
  const bad = preview.data.counts['refused'] ?? rows.filter((row) => row.errors.length > 0).length
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.values)))]
  const label = (name: string) => file.data?.fields.find((field) => field.name === name)?.label ?? name
  return (
    <div className="hk-panel hk-import">
      <Notice tone={bad > 0 ? 'amber' : 'plain'} messages={[bad > 0 ? t('integrations.preview.bad', { bad, total: formatQuantity(total), shown: rows.length }) : t('integrations.preview.good', { total: formatQuantity(total), shown: rows.length })]} />
      <div className="hk-scroll-x" style={{ maxHeight: '50vh', overflow: 'auto' }} tabIndex={0}>
        <table className="hk-plain-table">
          <thead><tr><th className="hk-num">#</th>{names.map((name) => <th key={name}>{label(name)}</th>)}<th>{t('integrations.problem')}</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.number} className={row.errors.length > 0 ? 'hk-import-bad' : ''}>
                <td className="hk-num hk-faint">{row.number}</td>
                {names.map((name) => <td key={name} className={row.errors.some((entry) => entry.field === name) ? 'hk-negative' : ''}>{referenceText(row.values[name])}</td>)}
                <td className={row.errors.length > 0 ? 'hk-negative' : 'hk-muted'}>{row.errors.length === 0 ? row.state_label : row.errors.map((entry) => entry.message).join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Checkbox checked={partial} onChange={(event) => setPartial(event.target.checked)}>{t('integrations.partial')}</Checkbox>
      {error ? <Notice messages={[say(error)]} /> : null}
      <div className="hk-row">
        <Button size="large" onClick={onBack}>{t('integrations.back')}</Button>
        <Button type="primary" size="large" loading={busy} onClick={() => void start()}>{t('integrations.start')}</Button>
      </div>
    </div>
  )
}

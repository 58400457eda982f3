import { useQuery } from '@tanstack/react-query'
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importsApi } from '@/api'
import type { ImportFile } from '@/api'
import { ErrorState, Notice, Skeleton, useErrorText } from '@/kit'
import { choose, firstMapping, missingFields, wireMapping } from '../mapping'

export function MappingStep({ id, onDone }: { id: string; onDone: () => void }) {
  const file = useQuery({ queryKey: ['import-file', id], queryFn: () => importsApi.file(id), staleTime: Infinity, gcTime: 0 })
  if (file.isPending) return <Skeleton rows={8} />
  if (file.isError) return <ErrorState error={file.error} onRetry={() => void file.refetch()} />
  return <Columns file={file.data} onDone={onDone} />
}

function Columns({ file, onDone }: { file: ImportFile; onDone: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [shown, setShown] = useState(file)
  const [mapping, setMapping] = useState(() => firstMapping(file))
  const [sheet, setSheet] = useState(file.sheet)
  const [headerRow, setHeaderRow] = useState(file.header_row + 1)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const fields = shown.fields
  const lacking = missingFields(fields, mapping)

  const save = async (then: 'reread' | 'next') => {
    setBusy(true)
    setError(null)
    try {
      const where = { sheet, header_row: headerRow - 1 }
      const saved = await importsApi.saveMapping(file.id, then === 'reread' ? where : { ...where, columns: wireMapping(mapping) })
      if (then === 'next') onDone()
      else {
        setShown(saved)
        setMapping(firstMapping(saved))
      }
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="hk-panel hk-import">
      <div className="hk-row">
        {shown.sheets.length > 1 ? (
          <Select value={sheet} aria-label={t('integrations.sheet')} options={shown.sheets.map((one) => ({ value: one.index, label: one.name }))} onChange={setSheet} />
        ) : null}
        <span className="hk-muted">{t('integrations.header')}</span>
        <InputNumber min={1} value={headerRow} aria-label={t('integrations.header')} onChange={(next) => setHeaderRow(next ?? 1)} style={{ width: 72 }} />
        <Button onClick={() => void save('reread')} loading={busy}>{t('integrations.reread')}</Button>
        <span className="hk-grow" />
        <span className="hk-faint">{t('integrations.rows', { count: shown.rows_total })}</span>
      </div>
      <div className="hk-scroll-x">
        <table className="hk-plain-table">
          <thead><tr><th>{t('integrations.column')}</th><th>{t('integrations.samples')}</th><th>{t('integrations.field')}</th></tr></thead>
          <tbody>
            {shown.columns.map((column) => {
              const current = mapping.find((entry) => entry.index === column.index)?.field ?? null
              return (
                <tr key={column.index}>
                  <td><strong>{column.title || t('integrations.column.n', { n: column.index + 1 })}</strong></td>
                  <td className="hk-muted">{column.samples.slice(0, 3).join(' · ')}</td>
                  <td style={{ minWidth: 200 }}>
                    <Select style={{ width: '100%' }} allowClear showSearch={{ optionFilterProp: 'label' }} value={current} placeholder={t('integrations.skip')} aria-label={column.title}
                      options={fields.map((field) => ({ value: field.name, label: field.required ? `${field.label} *` : field.label }))} onChange={(next) => setMapping(choose(mapping, column.index, next ?? null))} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {lacking.length > 0 ? <Notice tone="amber" messages={[t('integrations.lacking', { fields: lacking.map((field) => field.label).join(', ') })]} /> : null}
      {error ? <Notice messages={[say(error)]} /> : null}
      <div><Button type="primary" size="large" loading={busy} disabled={mapping.every((entry) => entry.field === null)} onClick={() => void save('next')}>{t('integrations.toPreview')}</Button></div>
    </div>
  )
}

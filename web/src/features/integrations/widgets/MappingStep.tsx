import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { importsApi } from '@/api'
import type { ImportFile } from '@/api'
import { ErrorState, Notice, Skeleton, formatQuantity, formatTime, useErrorText } from '@/kit'
import { firstMapping, missingFields, wireMapping } from '../mapping'
import { lackingDefaults, optionsFor } from '../options'
import { ColumnsTable } from './ColumnsTable'
import { MappingFile } from './MappingFile'
import { OptionsPanel } from './OptionsPanel'

export function MappingStep({ id, onDone }: { id: string; onDone: () => void }) {
  const file = useQuery({ queryKey: ['import-file', id], queryFn: () => importsApi.file(id), staleTime: Infinity, gcTime: 0 })
  if (file.isPending) return <Skeleton rows={8} />
  if (file.isError) return <ErrorState error={file.error} onRetry={() => void file.refetch()} />
  return <Columns file={file.data} onDone={onDone} />
}

/** Fields a default can speak for; the server names them the same way. */
const GIVEN_OTHERWISE = ['warehouse', 'partner', 'base_unit']

function Columns({ file, onDone }: { file: ImportFile; onDone: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const [shown, setShown] = useState(file)
  const [mapping, setMapping] = useState(() => firstMapping(file))
  const [options, setOptions] = useState(file.options)
  const [sheet, setSheet] = useState(file.sheet)
  const [headerRow, setHeaderRow] = useState(file.header_row + 1)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const questions = optionsFor(shown)
  const mapped = new Set(mapping.flatMap((entry) => (entry.field ? [entry.field] : [])))
  const lacking = missingFields(shown.fields, mapping).filter((field) => !GIVEN_OTHERWISE.includes(field.name)).map((field) => field.label)
  const undecided = lackingDefaults(questions, options, mapped).map((name) => shown.fields.find((field) => field.name === name)?.label ?? name)

  const take = (fresh: ImportFile) => {
    queries.setQueryData(['import-file', file.id], fresh)
    setShown(fresh)
    setMapping(firstMapping(fresh))
    setOptions(fresh.options)
    setSheet(fresh.sheet)
    setHeaderRow(fresh.header_row + 1)
    setError(null)
  }

  const send = async (columns: boolean): Promise<ImportFile | null> => {
    setBusy(true)
    setError(null)
    try {
      const where = { sheet, header_row: headerRow - 1, options }
      return await importsApi.saveMapping(file.id, columns ? { ...where, columns: wireMapping(mapping) } : where)
    } catch (failure) {
      setError(failure)
      return null
    } finally {
      setBusy(false)
    }
  }
  const reread = async () => { const fresh = await send(false); if (fresh) take(fresh) }
  const save = async () => { const fresh = await send(true); if (fresh) queries.setQueryData(['import-file', file.id], fresh); return fresh !== null }
  const moved = sheet !== shown.sheet || headerRow !== shown.header_row + 1

  return (
    <div className="hk-panel hk-import">
      {shown.before ? (
        <Notice tone="amber" messages={[t('integrations.before', { at: formatTime(shown.before.created_at), created: formatQuantity(shown.before.created), updated: formatQuantity(shown.before.updated) })]}>
          {' '}<Link to={`/import/${shown.before.id}`}>{t('integrations.before.open')}</Link>
        </Notice>
      ) : null}
      {shown.remembered ? <Notice tone="plain" messages={[t('integrations.remembered')]} /> : null}
      <div className="hk-row">
        {shown.sheets.length > 1 ? (
          <Select value={sheet} aria-label={t('integrations.sheet')} options={shown.sheets.map((one) => ({ value: one.index, label: one.name }))} onChange={setSheet} />
        ) : null}
        <span className="hk-muted">{t('integrations.header')}</span>
        <InputNumber min={1} value={headerRow} aria-label={t('integrations.header')} onChange={(next) => setHeaderRow(next ?? 1)} style={{ width: 72 }} />
        {moved ? <Button onClick={() => void reread()} loading={busy}>{t('integrations.reread')}</Button> : null}
        <span className="hk-faint">{t('integrations.rows', { count: shown.rows_total })}</span>
        <span className="hk-grow" />
        <MappingFile id={file.id} onSave={save} onLoaded={take} onError={setError} />
      </div>
      <ColumnsTable key={`${shown.sheet}-${shown.header_row}`} file={shown} mapping={mapping} onChange={setMapping} />
      <OptionsPanel shown={questions} options={options} onChange={setOptions} />
      {lacking.length > 0 ? <Notice tone="amber" messages={[t('integrations.lacking', { fields: lacking.join(', ') })]} /> : null}
      {undecided.length > 0 ? <Notice tone="amber" messages={[t('integrations.undecided', { fields: undecided.join(', ') })]} /> : null}
      {error ? <Notice messages={[say(error)]} /> : null}
      <div className="hk-import-foot">
        <Button type="primary" size="large" loading={busy} disabled={mapped.size === 0 || moved} onClick={() => void save().then((saved) => { if (saved) onDone() })}>{t('integrations.toPreview')}</Button>
      </div>
    </div>
  )
}

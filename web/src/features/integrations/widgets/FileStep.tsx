import { Button, Select, Upload } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importsApi } from '@/api'
import type { ImportFile } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { useMeta } from '@/resource/meta'
import { RecentImports } from './RecentImports'

/** Kinds the server tells; until it does, what its description says can be imported. */
function useKinds() {
  const meta = useMeta()
  const kinds = useQuery({ queryKey: ['import-kinds'], queryFn: importsApi.kinds, staleTime: 300_000, retry: false })
  if (kinds.data) return kinds.data.map((entry) => ({ value: entry.kind, label: entry.label }))
  return [
    ...meta.resources.filter((spec) => spec.actions.includes('import')).map((spec) => ({ value: spec.name, label: spec.label_plural })),
    ...meta.document_types.filter((spec) => spec.actions.includes('import')).map((spec) => ({ value: spec.code, label: spec.label })),
  ]
}

export function FileStep({ kind, onUploaded }: { kind: string | null; onUploaded: (run: ImportFile) => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const options = useKinds()
  const [chosen, setChosen] = useState<string | null>(kind)
  const [file, setFile] = useState<File | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const send = async () => {
    if (!chosen || !file) return
    setBusy(true)
    setError(null)
    try {
      onUploaded(await importsApi.upload(chosen, file))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
    <div className="hk-panel hk-import">
      <label htmlFor="import-kind">{t('integrations.kind')}</label>
      <Select id="import-kind" size="large" showSearch={{ optionFilterProp: 'label' }} value={chosen} options={options} placeholder={t('integrations.kind.pick')} onChange={setChosen} />
      <Upload.Dragger accept=".csv,.xls,.xlsx,.txt,.gz" maxCount={1} beforeUpload={(picked) => { setFile(picked); return false }} onRemove={() => setFile(null)} fileList={file ? [{ uid: '1', name: file.name, size: file.size }] : []}>
        <p style={{ margin: '12px 0 4px' }}>{t('integrations.drop')}</p>
        <p className="hk-faint" style={{ margin: '0 0 12px' }}>{t('integrations.drop.text')}</p>
      </Upload.Dragger>
      {error ? <Notice messages={[say(error)]} /> : null}
      <div><Button type="primary" size="large" disabled={!chosen || !file} loading={busy} onClick={() => void send()}>{t('integrations.upload')}</Button></div>
    </div>
    <RecentImports kinds={options} />
    </>
  )
}

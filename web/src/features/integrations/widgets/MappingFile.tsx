import { Button, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download, importsApi } from '@/api'
import type { ImportFile } from '@/api'

interface MappingFileProps {
  id: string
  /** Keep what is on the page first: the file says what the server knows. */
  onSave: () => Promise<boolean>
  onLoaded: (file: ImportFile) => void
  onError: (error: unknown) => void
}

/** The columns as a file: for the next month, a colleague, or the command line. */
export function MappingFile({ id, onSave, onLoaded, onError }: MappingFileProps) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const work = async (task: () => Promise<void>) => {
    setBusy(true)
    try {
      await task()
    } catch (error) {
      onError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Upload accept=".yaml,.yml" showUploadList={false} beforeUpload={(file) => { void work(async () => onLoaded(await importsApi.loadMapping(id, file))); return false }}>
        <Button loading={busy}>{t('integrations.mapping.load')}</Button>
      </Upload>
      <Button loading={busy} onClick={() => void work(async () => { if (await onSave()) await download(`/imports/${id}/mapping.yaml`) })}>{t('integrations.mapping.export')}</Button>
    </>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { Button, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resourcesApi } from '@/api'
import { Notice, referenceText, useErrorText } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { can, useMeta } from '@/resource/meta'

/** The picture of an item, and a new one for it. */
export function PicturePanel({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const name = typeof record['image'] === 'string' ? record['image'] : ''
  const may = can(meta, 'items', 'update')
  if (!name && !may) return null

  const upload = async (file: File) => {
    setBusy(true)
    setError(null)
    try {
      await resourcesApi.setPicture(record.id, file)
      await queries.invalidateQueries({ queryKey: ['record', 'items', record.id] })
      void queries.invalidateQueries({ queryKey: ['list', 'items'] })
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <section style={{ display: 'grid', gap: 8, marginTop: 16, justifyItems: 'start' }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('masterdata.picture')}</h2>
      {error ? <Notice messages={[say(error)]} /> : null}
      {name ? <img src={resourcesApi.pictureUrl(record.id, name)} alt={referenceText(record['name'])} style={{ maxWidth: '100%', maxHeight: 240, borderRadius: 6 }} /> : null}
      {may ? (
        <Upload accept="image/png,image/jpeg,image/webp,image/gif" showUploadList={false} beforeUpload={(file) => { void upload(file); return false }}>
          <Button loading={busy}>{name ? t('masterdata.picture.replace') : t('masterdata.picture.add')}</Button>
        </Upload>
      ) : null}
    </section>
  )
}

import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { systemApi } from '@/api'
import { Notice, useErrorText } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { can, useMeta } from '@/resource/meta'

/** A new password for somebody who forgot theirs; they replace it when they sign in, and their sessions end. */
export function PasswordPanel({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const { message } = App.useApp()
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  if (!can(meta, 'users', 'update') || record.id === meta.viewer.id) return null

  const reset = async () => {
    setBusy(true)
    setError(null)
    try {
      await systemApi.resetPassword(record.id, password)
      setPassword('')
      void message.success(t('settings.password.done', { name: String(record['name'] ?? record['username']) }))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <section style={{ display: 'grid', gap: 8, marginTop: 16 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('settings.password')}</h2>
      <p className="hk-muted" style={{ margin: 0 }}>{t('settings.password.text')}</p>
      {error ? <Notice messages={[say(error)]} /> : null}
      <div className="hk-row">
        <Input.Password value={password} autoComplete="new-password" aria-label={t('settings.password.new')} placeholder={t('settings.password.new')} style={{ maxWidth: 280 }} onChange={(event) => setPassword(event.target.value)} />
        <Button loading={busy} disabled={password === ''} onClick={() => void reset()}>{t('settings.password')}</Button>
      </div>
    </section>
  )
}

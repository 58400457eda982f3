import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { securityApi } from '@/api'
import type { Secret } from '@/api/security'
import { Notice, useErrorText } from '@/kit'

/** Turning the second step on: the password, the picture for the authenticator, its first code, then the codes to keep. */
export function TwoStepSetup({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [secret, setSecret] = useState<Secret | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const problem = error ? <Notice messages={[say(error)]} /> : null

  if (codes) {
    return (
      <div style={{ display: 'grid', gap: 12 }}>
        <p style={{ margin: 0 }}>{t('resource.twoStep.keep')}</p>
        <pre className="hk-panel" style={{ margin: 0, padding: 12, columns: 2 }}>{codes.join('\n')}</pre>
        <div className="hk-row">
          <Button onClick={() => void navigator.clipboard.writeText(codes.join('\n'))}>{t('resource.twoStep.copy')}</Button>
          <Button type="primary" onClick={onDone}>{t('resource.twoStep.done')}</Button>
        </div>
      </div>
    )
  }
  if (secret) {
    return (
      <Form layout="vertical" requiredMark={false} onFinish={({ code }: { code: string }) => void attempt(async () => setCodes((await securityApi.confirmSecondFactor(code)).codes))}>
        {problem}
        <p style={{ marginTop: 0 }}>{t('resource.twoStep.scan')}</p>
        <img alt={t('resource.twoStep.picture')} width={196} height={196} style={{ background: '#fff' }} src={`data:image/svg+xml;utf8,${encodeURIComponent(secret.qr)}`} />
        <p className="hk-muted">{t('resource.twoStep.typed')} <code style={{ overflowWrap: 'anywhere' }}>{secret.secret}</code></p>
        <Form.Item name="code" label={t('resource.twoStep.code')} rules={[{ required: true, message: t('resource.twoStep.code') }]}>
          <Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={7} style={{ maxWidth: 160 }} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>{t('resource.twoStep.confirm')}</Button>
      </Form>
    )
  }
  return (
    <Form layout="vertical" requiredMark={false} onFinish={({ password }: { password: string }) => void attempt(async () => setSecret(await securityApi.beginSecondFactor(password)))}>
      {problem}
      <Form.Item name="password" label={t('resource.twoStep.password')} rules={[{ required: true, message: t('resource.twoStep.password') }]}>
        <Input.Password autoComplete="current-password" style={{ maxWidth: 280 }} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t('resource.twoStep.begin')}</Button>
    </Form>
  )
}

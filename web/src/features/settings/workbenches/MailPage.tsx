import { useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, systemApi } from '@/api'
import type { Values } from '@/api'
import { ErrorState, Notice, Page, Skeleton, useErrorText } from '@/kit'

/** The mail server that sends notices. */
export function MailPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const settings = useQuery({ queryKey: ['mail-settings'], queryFn: systemApi.mailSettings })
  if (settings.isPending) return <Skeleton />
  if (settings.isError) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />

  const attempt = async (work: () => Promise<unknown>, done: string) => {
    setBusy(true)
    setError(null)
    try {
      await work()
      void message.success(done)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const named = error ? fieldErrors(error) : {}
  const text = (name: string, label: string, password = false, extra?: string) => (
    <Form.Item name={name} label={label} extra={extra} validateStatus={named[name] ? 'error' : ''} {...(named[name] ? { help: named[name] } : {})}>
      {password ? <Input.Password autoComplete="new-password" /> : <Input autoComplete="off" />}
    </Form.Item>
  )
  return (
    <Page title={t('settings.mail')}>
      <div className="hk-panel" style={{ padding: 20, maxWidth: 560 }}>
        <Form form={form} layout="vertical" initialValues={settings.data} onFinish={(values: Values) => void attempt(() => systemApi.saveMailSettings(values), t('settings.mail.saved'))}>
          {error ? <Notice messages={[named[''] ?? say(error)]} /> : null}
          {text('host', t('settings.mail.host'))}
          {text('port', t('settings.mail.port'))}
          {text('username', t('settings.mail.username'))}
          {text('password', t('settings.mail.password'), true)}
          {text('sender', t('settings.mail.sender'))}
          {text('site', t('settings.mail.site'), false, t('settings.mail.site.help'))}
          <Form.Item name="use_tls" valuePropName="checked"><Checkbox>{t('settings.mail.tls')}</Checkbox></Form.Item>
          <div className="hk-row">
            <Button type="primary" htmlType="submit" loading={busy}>{t('resource.save')}</Button>
            <Button loading={busy} onClick={() => void attempt(() => systemApi.testMail(String(form.getFieldValue('sender') ?? '')), t('settings.mail.sent'))}>{t('settings.mail.test')}</Button>
          </div>
        </Form>
      </div>
    </Page>
  )
}

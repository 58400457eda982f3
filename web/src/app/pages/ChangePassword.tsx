import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { systemApi } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { Door } from './Door'

interface Passwords {
  old_password: string
  new_password: string
}

/** A password somebody else made is replaced before anything else. */
export function ChangePassword({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const submit = async (values: Passwords) => {
    setBusy(true)
    setError(null)
    try {
      await systemApi.changePassword(values)
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Door title={t('shell.user.password')} text={t('app.password.must')}>
      <Form layout="vertical" size="large" requiredMark={false} onFinish={(values: Passwords) => void submit(values)}>
        {error ? <Notice messages={[say(error)]} /> : null}
        <Form.Item name="old_password" label={t('shell.password.old')} rules={[{ required: true }]}>
          <Input.Password autoFocus autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="new_password" label={t('shell.password.new')} rules={[{ required: true }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>{t('shell.user.password')}</Button>
      </Form>
    </Door>
  )
}

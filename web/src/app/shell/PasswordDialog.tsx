import { App, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { systemApi } from '@/api'
import { Notice, useErrorText } from '@/kit'

interface Passwords {
  old_password: string
  new_password: string
}

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Passwords>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const submit = async (values: Passwords) => {
    setBusy(true)
    setError(null)
    try {
      await systemApi.changePassword(values)
      void message.success(t('shell.password.done'))
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal open title={t('shell.user.password')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={busy}
      okText={t('shell.user.password')} cancelText={t('shell.cancel')} width={400}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values: Passwords) => void submit(values)}>
        {error ? <Notice messages={[say(error)]} /> : null}
        <Form.Item name="old_password" label={t('shell.password.old')} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="new_password" label={t('shell.password.new')} rules={[{ required: true }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

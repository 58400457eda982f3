import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { financeApi } from '@/api'
import type { Reopening } from '@/api/finance'
import { Notice, useErrorText } from '@/kit'

interface ReopenPeriodProps {
  book: string
  month: string
  onClose: () => void
  onDone: () => void
}

/** Opening a closed month again: a reason, and a second person who signs at the same screen. */
export function ReopenPeriod({ book, month, onClose, onDone }: ReopenPeriodProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [form] = Form.useForm<Reopening>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const reopen = async (values: Reopening) => {
    setBusy(true)
    setError(null)
    try {
      await financeApi.reopen(book, month, values)
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const rule = (label: string) => [{ required: true, message: t('resource.required', { field: label }) }]
  const [reason, who, password] = [t('finance.close.reason'), t('finance.close.second'), t('finance.close.secondPassword')]
  return (
    <Modal open title={t('finance.close.reopen.title', { month: month.slice(0, 7) })} okText={t('finance.close.reopen')} cancelText={t('resource.cancel')} okButtonProps={{ danger: true }} confirmLoading={busy}
      onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values: Reopening) => void reopen(values)}>
        {error ? <Notice messages={[say(error)]} /> : null}
        <p className="hk-muted">{t('finance.close.reopen.text')}</p>
        <Form.Item name="reason" label={reason} rules={rule(reason)}><Input autoFocus autoComplete="off" /></Form.Item>
        <Form.Item name="second_username" label={who} rules={rule(who)}><Input autoComplete="off" /></Form.Item>
        <Form.Item name="second_password" label={password} rules={rule(password)}><Input.Password autoComplete="off" /></Form.Item>
      </Form>
    </Modal>
  )
}

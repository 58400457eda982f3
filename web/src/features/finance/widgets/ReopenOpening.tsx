import { Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { financeApi } from '@/api'
import type { Opening } from '@/api/finance'
import { Notice, useErrorText } from '@/kit'

interface ReopenOpeningProps {
  book: string
  reasons: Opening['reasons']
  onClose: () => void
  onDone: () => void
}

interface Told {
  reason: string
  sure?: boolean
}

/** 反开账: what speaks against it, and otherwise a reason. */
export function ReopenOpening({ book, reasons, onClose, onDone }: ReopenOpeningProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [form] = Form.useForm<Told>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const firm = reasons.filter((one) => one.severity === 'block')
  const asked = reasons.filter((one) => one.severity === 'warn')

  const reopen = async ({ reason, sure }: Told) => {
    setBusy(true)
    setError(null)
    try {
      await financeApi.reopenOpening(book, reason, sure ? asked.map((one) => one.code) : [])
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const reason = t('finance.close.reason')
  return (
    <Modal open title={t('finance.opening.reopen')} okText={t('finance.opening.reopen')} cancelText={t('resource.cancel')} okButtonProps={{ danger: true, disabled: firm.length > 0 }}
      confirmLoading={busy} onCancel={onClose} onOk={() => form.submit()}>
      {error ? <Notice messages={[say(error)]} /> : null}
      {firm.length > 0 ? (
        <>
          <p>{t('finance.opening.reopen.not')}</p>
          <ul>{firm.map((one, at) => <li key={at}>{one.message} {one.path ? <Link to={one.path}>{t('finance.close.go')}</Link> : null}</li>)}</ul>
        </>
      ) : (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(values: Told) => void reopen(values)}>
          <p className="hk-muted">{t('finance.opening.reopen.text')}</p>
          <Form.Item name="reason" label={reason} rules={[{ required: true, message: t('resource.required', { field: reason }) }]}><Input autoFocus autoComplete="off" /></Form.Item>
          {asked.map((one) => <Form.Item key={one.code} name="sure" valuePropName="checked"><Checkbox>{one.message}</Checkbox></Form.Item>)}
        </Form>
      )}
    </Modal>
  )
}

import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { systemApi } from '@/api'
import { Notice, useErrorText } from '@/kit'

interface NewSet {
  name: string
  label: string
}

/** A new account set; its owner, book and first warehouse are named on its own set-up page. */
export function CreateAccountSet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [form] = Form.useForm<NewSet>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [path, setPath] = useState<string | null>(null)

  const create = async (values: NewSet) => {
    setBusy(true)
    setError(null)
    try {
      setPath((await systemApi.createAccountSet(values)).setup_path)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal open title={t('settings.sets.create')} onCancel={onClose} onOk={() => (path ? onClose() : form.submit())} confirmLoading={busy}
      cancelText={t('resource.cancel')} okText={path ? t('settings.sets.close') : t('settings.sets.create')}>
      {path ? (
        <p>{t('settings.sets.setup')} <a href={path} target="_blank" rel="noreferrer" style={{ overflowWrap: 'anywhere' }}>{path}</a></p>
      ) : (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(values: NewSet) => void create(values)}>
          {error ? <Notice messages={[say(error)]} /> : null}
          <Form.Item name="name" label={t('settings.sets.name')} extra={t('settings.sets.name.help')} rules={[{ required: true, pattern: /^[a-z][a-z0-9_]*$/, message: t('settings.sets.name.help') }]}>
            <Input autoFocus autoComplete="off" />
          </Form.Item>
          <Form.Item name="label" label={t('settings.sets.label')} rules={[{ required: true }]}><Input autoComplete="off" /></Form.Item>
        </Form>
      )}
    </Modal>
  )
}

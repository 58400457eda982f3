import { Button, Drawer, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, resourcesApi } from '@/api'
import type { RecordRow, ResourceSpec, Values } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { defaultValues, wireValues } from '@/resource/fields/values'
import { RecordForm } from '@/resource/form/RecordForm'
import { can, useMeta } from '@/resource/meta'

interface UserFormDrawerProps {
  spec: ResourceSpec
  record: RecordRow | null
  onClose: () => void
  onSaved: (row: RecordRow, fresh: boolean) => Promise<void>
}

const ELSEWHERE = ['pushes']
const KEPT = ['code', 'prefix']
const LATER = ['archived']

/** What a form is called, where it stands, how it is numbered. */
export function UserFormDrawer({ spec, record, onClose, onSaved }: UserFormDrawerProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const [form] = Form.useForm<Values>()
  const [initial] = useState<Values>(() => ({ ...defaultValues(spec.fields), ...record }))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const fields = spec.fields
    .filter((field) => field.in_form !== false && !ELSEWHERE.includes(field.name) && (record !== null || !LATER.includes(field.name)))
    .map((field) => (record && KEPT.includes(field.name) ? { ...field, readonly: true } : field))
  const writable = can(meta, spec.name, record ? 'update' : 'create')
  const save = async () => {
    let typed: Values
    try {
      typed = await form.validateFields()
    } catch {
      return
    }
    setBusy(true)
    setError(null)
    try {
      const saved = record
        ? await resourcesApi.update(spec.path, record.id, { ...wireValues(fields, typed, record), rev: record.rev })
        : await resourcesApi.create(spec.path, wireValues(fields, typed))
      await onSaved(saved, record === null)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  const named = error ? fieldErrors(error) : {}
  return (
    <Drawer open size={560} styles={{ wrapper: { maxWidth: '96vw' } }} title={record ? String(record['name']) : t('forms.new')} onClose={onClose}
      footer={writable ? <div className="hk-row"><Button type="primary" loading={busy} onClick={() => void save()}>{record ? t('resource.save') : t('forms.create')}</Button><Button onClick={onClose}>{t('resource.cancel')}</Button></div> : null}>
      {error ? <Notice messages={[named[''] ?? say(error)]} /> : null}
      <RecordForm form={form} fields={fields} initial={initial} errors={named} disabled={!writable} autoFocus={record === null} onSubmit={() => void save()} />
    </Drawer>
  )
}

import { App, Button, Drawer, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, resourcesApi } from '@/api'
import type { FieldSpec, RecordRow, ResourceSpec, Values } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { defaultValues, wireValues } from '@/resource/fields/values'
import { RecordForm } from '@/resource/form/RecordForm'
import { can, useMeta } from '@/resource/meta'
import { FieldUsers } from './FieldUsers'

interface CustomFieldDrawerProps {
  spec: ResourceSpec
  target: string
  record: RecordRow | null
  onClose: () => void
  onSaved: () => void
}

const NUMBERS = ['integer', 'number', 'amount', 'percent', 'rating']
const TEXTS = ['text', 'multiline', 'phone', 'email', 'link', 'barcode', 'address']
/** Which settings only some kinds of fields have. */
const ONLY_FOR: Record<string, string[]> = {
  choices: ['choice', 'choices'], refers_to: ['document'], default: [...NUMBERS, ...TEXTS, 'date', 'datetime', 'boolean', 'choice', 'choices'], least: NUMBERS, most: NUMBERS, places: ['number'], longest: TEXTS, pattern: TEXTS,
}
/** Structures the form designer has inputs for. */
const DESIGNED = ['fill', 'options', 'options_by']
const NEVER_CHANGED = ['code', 'target', 'refers_to']

/** The settings that matter for a kind of field; what stays for good is only shown. */
export function settingsOf(fields: FieldSpec[], kind: string, target: string, isNew: boolean): FieldSpec[] {
  const formulas = target.includes(':') || !['items', 'partners', 'warehouses', 'lots'].includes(target)
  return fields
    .filter((field) => field.in_form !== false && field.name !== 'target' && !DESIGNED.includes(field.name) && (ONLY_FOR[field.name]?.includes(kind) ?? true))
    .filter((field) => formulas || !['default_formula', 'required_when'].includes(field.name))
    .map((field) => (!isNew && NEVER_CHANGED.includes(field.name) ? { ...field, readonly: true } : field))
}

/** One field of the firm's own: new or changed. */
export function CustomFieldDrawer({ spec, target, record, onClose, onSaved }: CustomFieldDrawerProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const { message, modal } = App.useApp()
  const [form] = Form.useForm<Values>()
  const [initial] = useState<Values>(() => ({ ...defaultValues(spec.fields), ...record }))
  const [kind, setKind] = useState(String(initial['kind'] ?? 'text'))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const fields = settingsOf(spec.fields, kind, target, record === null)
  const writable = can(meta, spec.name, record ? 'update' : 'create')

  /** Who uses the field is shown before it goes. */
  const agreed = (field: RecordRow): Promise<boolean> => new Promise((answer) => {
    modal.confirm({
      title: t('settings.uses.hide', { label: String(field['label']) }), okText: t('settings.uses.hide.ok'), okButtonProps: { danger: true }, cancelText: t('resource.cancel'),
      content: <FieldUsers target={target} name={String(field['code'])} label={String(field['label'])} />, onOk: () => answer(true), onCancel: () => answer(false),
    })
  })

  const save = async () => {
    let typed: Values
    try {
      typed = await form.validateFields()
    } catch {
      return
    }
    if (record && typed['hidden'] === true && record['hidden'] !== true && !(await agreed(record))) return
    setBusy(true)
    setError(null)
    try {
      if (record) await resourcesApi.update(spec.path, record.id, { ...wireValues(fields, typed, record), rev: record.rev })
      else await resourcesApi.create(spec.path, { ...wireValues(fields, typed), target })
      void message.success(t('settings.fields.saved'))
      onSaved()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  const named = error ? fieldErrors(error) : {}
  return (
    <Drawer open size={640} styles={{ wrapper: { maxWidth: '96vw' } }} title={record ? String(record['label']) : t('settings.fields.new')} onClose={onClose}
      footer={writable ? <div className="hk-row"><Button type="primary" loading={busy} onClick={() => void save()}>{t('resource.save')}</Button><Button onClick={onClose}>{t('resource.cancel')}</Button></div> : null}>
      {error ? <Notice messages={[named[''] ?? say(error)]} /> : null}
      {record ? <FieldUsers target={target} name={String(record['code'])} label={String(record['label'])} /> : null}
      <RecordForm form={form} fields={fields} initial={initial} errors={named} disabled={!writable} autoFocus={record === null}
        onSubmit={() => void save()} onChange={() => setKind(String(form.getFieldValue('kind') ?? kind))} />
    </Drawer>
  )
}

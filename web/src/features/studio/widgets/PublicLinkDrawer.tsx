import { Button, Checkbox, Drawer, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, resourcesApi } from '@/api'
import type { FieldSpec, RecordRow, ResourceSpec, Values } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { defaultValues, wireValues } from '@/resource/fields/values'
import { FieldInput } from '@/resource/fields/FieldInput'
import { can, useMeta } from '@/resource/meta'
import { fillableBy, namesOf, shownBy } from '../links'
import { useCatalogue, useDataset } from '../useStudio'

interface PublicLinkDrawerProps {
  spec: ResourceSpec
  record: RecordRow | null
  onClose: () => void
  onSaved: (row: RecordRow, fresh: boolean) => Promise<void>
}

const SIMPLE = ['intro', 'expires_at', 'password', 'per_address', 'per_link', 'runner']
const FILLING = ['on_fill', 'most']

/** What a link opens, to whom, how long. */
export function PublicLinkDrawer({ spec, record, onClose, onSaved }: PublicLinkDrawerProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const catalogue = useCatalogue()
  const [values, setValues] = useState<Values>(() => ({ ...defaultValues(spec.fields), field_names: [], conditions: [], ...record }))
  const [unlocked, setUnlocked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const fills = values['kind'] === 'FILL'
  const target = typeof values['target'] === 'string' ? values['target'] : ''
  const data = useDataset(fills ? '' : target)
  const form = meta.document_types.find((type) => type.code === target && type.kind === 'form')
  const opened = fills ? (form ? fillableBy(form, t('links.row')) : []) : shownBy(data.data)
  const asked = data.data ? data.data.fields.filter((field) => namesOf(field)) : []
  const targets = fills
    ? meta.document_types.filter((type) => type.kind === 'form' && can(meta, type.code, 'create')).map((type) => ({ value: type.code, label: type.label }))
    : (catalogue.data?.datasets ?? []).filter((one) => one.kind === 'documents' || one.kind === 'records').map((one) => ({ value: one.name, label: one.label }))
  const set = (part: Values) => setValues((now) => ({ ...now, ...part }))
  const aim = (next: string) => {
    const own = meta.document_types.find((type) => type.code === next && type.kind === 'form')
    set({ target: next, field_names: fills && own ? fillableBy(own, '').map((one) => one.value) : [], conditions: [] })
  }
  const named = error ? fieldErrors(error) : {}
  const field = (name: string): FieldSpec | undefined => spec.fields.find((one) => one.name === name)
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      const wire = { ...wireValues(spec.fields.filter((one) => one.type !== 'json'), values, record ?? undefined), field_names: values['field_names'], conditions: fills ? [] : values['conditions'], ...(unlocked ? { password: '' } : {}) }
      const saved = record ? await resourcesApi.update(spec.path, record.id, { ...wire, rev: record.rev }) : await resourcesApi.create(spec.path, wire)
      await onSaved(saved, record === null)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  const item = (name: string, input: React.ReactNode, label?: string, required = false) => (
    <Form.Item key={name} label={label ?? field(name)?.label} htmlFor={`link-${name}`} required={required} validateStatus={named[name] ? 'error' : ''} {...(named[name] ? { help: named[name] } : field(name)?.help && !label ? { extra: field(name)?.help } : {})}>{input}</Form.Item>
  )
  const many = (name: string, label: string, options: { value: string; label: string }[]) => item(name, (
    <Select id={`link-${name}`} mode="multiple" aria-label={label} value={values[name] as string[]} options={options} showSearch={{ optionFilterProp: 'label' }} onChange={(next: string[]) => set({ [name]: next })} />
  ), label, true)
  const plain = (name: string) => {
    const one = field(name)
    return one ? item(name, <FieldInput id={`link-${name}`} field={one} value={values[name]} onChange={(next) => set({ [name]: next })} />, undefined, one.required ?? false) : null
  }
  return (
    <Drawer open size={560} styles={{ wrapper: { maxWidth: '96vw' } }} title={record ? String(record['name']) : t('links.new')} onClose={onClose}
      footer={<div className="hk-row"><Button type="primary" loading={busy} onClick={() => void save()}>{record ? t('resource.save') : t('links.create')}</Button><Button onClick={onClose}>{t('resource.cancel')}</Button></div>}>
      {error ? <Notice messages={[named[''] ?? say(error)]} /> : null}
      <Form layout="vertical" component="div">
        {plain('name')}
        {item('kind', <Select id="link-kind" aria-label={field('kind')?.label ?? ''} disabled={record !== null} value={String(values['kind'])} options={(field('kind')?.choices ?? []).map((one) => ({ value: one.value, label: one.label }))} onChange={(kind) => set({ kind, target: '', field_names: [], conditions: [] })} />)}
        {item('target', <Select id="link-target" aria-label={fills ? t('links.form') : t('links.data')} disabled={record !== null} value={target || null} options={targets} showSearch={{ optionFilterProp: 'label' }} onChange={aim} />, fills ? t('links.form') : t('links.data'), true)}
        {many('field_names', fills ? t('links.fields.fill') : t('links.fields.query'), opened)}
        {fills ? null : many('conditions', t('links.conditions'), asked.map((one) => ({ value: one.name, label: one.label })))}
        {fills ? FILLING.map(plain) : null}
        {SIMPLE.map(plain)}
        {record?.['has_password'] ? <Checkbox checked={unlocked} onChange={(event) => setUnlocked(event.target.checked)}>{t('links.password.off')}</Checkbox> : null}
      </Form>
    </Drawer>
  )
}

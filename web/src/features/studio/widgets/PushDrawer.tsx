import { DeleteOutlined } from '@ant-design/icons'
import { Button, Drawer, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resourcesApi } from '@/api'
import type { DocTypeSpec, RecordRow } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { can, useDocType, useMeta } from '@/resource/meta'
import { pushesOf, suggested, targetsOf } from '../forms'
import type { Push } from '../forms'
import { PushFields } from './PushFields'

interface PushDrawerProps {
  record: RecordRow
  onClose: () => void
  onSaved: () => void
}

/** 下推: which built-in drafts are made from a form, and what goes where. */
export function PushDrawer({ record, onClose, onSaved }: PushDrawerProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const form = useDocType(String(record['code']))
  const [pushes, setPushes] = useState<Push[]>(() => pushesOf(record))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  if (!form) return null
  const targets = targetsOf(meta.document_types)
  const free = targets.filter((type) => pushes.every((push) => push.target !== type.code))
  const writable = can(meta, 'user-forms', 'update')
  const change = (at: number, next: Push) => setPushes((known) => known.map((push, index) => (index === at ? next : push)))
  const add = (code: string) => {
    const target = targets.find((type) => type.code === code)
    if (target) setPushes((known) => [...known, suggested(form, target, form.line_fields.length > 0 ? 'row' : 'form')])
  }
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      await resourcesApi.update('user-forms', record.id, { pushes, rev: record.rev })
      onSaved()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Drawer open size={640} styles={{ wrapper: { maxWidth: '96vw' } }} title={t('forms.push.title', { name: form.label })} onClose={onClose}
      footer={writable ? <div className="hk-row"><Button type="primary" loading={busy} onClick={() => void save()}>{t('resource.save')}</Button><Button onClick={onClose}>{t('resource.cancel')}</Button></div> : null}>
      <p className="hk-muted">{t('forms.push.about')}</p>
      {error ? <Notice messages={[say(error)]} /> : null}
      {pushes.map((push, index) => (
        <OnePush key={push.target} form={form} push={push} target={targets.find((type) => type.code === push.target)} onChange={(next) => change(index, next)}
          onRemove={() => setPushes((known) => known.filter((one) => one !== push))} />
      ))}
      <Select<string> value={null} placeholder={t('forms.push.add')} aria-label={t('forms.push.add')} style={{ width: '100%' }} showSearch={{ optionFilterProp: 'label' }} disabled={!writable}
        options={free.map((type) => ({ value: type.code, label: type.label }))} onChange={add} />
    </Drawer>
  )
}

interface OnePushProps {
  form: DocTypeSpec
  push: Push
  target: DocTypeSpec | undefined
  onChange: (push: Push) => void
  onRemove: () => void
}

function OnePush({ form, push, target, onChange, onRemove }: OnePushProps) {
  const { t } = useTranslation()
  if (!target) return null
  return (
    <section className="hk-panel hk-forms-push" aria-label={target.label}>
      <div className="hk-row">
        <strong className="hk-grow">{target.label}</strong>
        {form.line_fields.length > 0 ? (
          <Segmented<Push['each']> size="small" value={push.each} options={[{ value: 'row', label: t('forms.push.eachRow') }, { value: 'form', label: t('forms.push.once') }]}
            onChange={(each) => onChange(suggested(form, target, each))} />
        ) : null}
        <Button type="text" danger size="small" icon={<DeleteOutlined />} aria-label={t('forms.push.remove')} title={t('forms.push.remove')} onClick={onRemove} />
      </div>
      <PushFields title={t('forms.push.header')} form={form} fields={target.header_fields} mapping={push.header} rows={false} onChange={(header) => onChange({ ...push, header })} />
      <PushFields title={t('forms.push.lines')} form={form} fields={target.line_fields} mapping={push.lines} rows={push.each === 'row'} onChange={(lines) => onChange({ ...push, lines })} />
    </section>
  )
}

import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { resourcesApi } from '@/api'
import { Notice } from '@/kit'
import { useMeta } from '@/resource/meta'
import { subjectOf } from '../automation'
import type { Action, Trigger } from '../automation'
import { useAutomationWords } from '../useAutomationWords'
import { AutomationFormula } from './AutomationFormula'
import { AutomationMapping } from './AutomationMapping'

interface AutomationActionProps {
  number: number
  action: Action
  trigger: Trigger
  disabled: boolean
  messages: string[]
  onChange: (action: Action) => void
  onMove: (by: number) => void
  onRemove: () => void
}
type PartProps = Pick<AutomationActionProps, 'action' | 'trigger' | 'disabled' | 'onChange'>

/** One step of an automation. */
export function AutomationAction({ number, action, trigger, disabled, messages, onChange, onMove, onRemove }: AutomationActionProps) {
  const { t } = useTranslation()
  const words = useAutomationWords()
  const Body = BODIES[action.kind]
  return (
    <li className="hk-panel hk-auto-action">
      <header className="hk-row">
        <strong className="hk-grow">{number}. {words.actions[action.kind]}</strong>
        <Button type="text" icon={<ArrowUpOutlined />} aria-label={t('studio.auto.up', { number })} disabled={disabled || number === 1} onClick={() => onMove(-1)} />
        <Button type="text" icon={<ArrowDownOutlined />} aria-label={t('studio.auto.down', { number })} disabled={disabled} onClick={() => onMove(1)} />
        <Button type="text" danger icon={<DeleteOutlined />} aria-label={t('studio.auto.removeAction', { number })} disabled={disabled} onClick={onRemove} />
      </header>
      {messages.length > 0 ? <Notice messages={messages} /> : null}
      <Body action={action} trigger={trigger} disabled={disabled} onChange={onChange} />
    </li>
  )
}

function Create({ action, trigger, disabled, onChange }: PartProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const spec = meta.document_types.find((one) => one.code === action.type)
  const subject = subjectOf(trigger)
  const pushes = !subject.record && (meta.document_types.find((one) => one.code === subject.type)?.push_targets ?? []).includes(action.type ?? '')
  const lines = action.lines ?? { from: 'none' as const }
  const from = [{ value: 'lines', label: t('studio.auto.lines.lines') }, { value: 'one', label: t('studio.auto.lines.one') }, { value: 'none', label: t('studio.auto.lines.none') }]
  return (
    <>
      <Select style={{ width: 240 }} showSearch={{ optionFilterProp: 'label' }} disabled={disabled} aria-label={t('studio.auto.makes')} placeholder={t('studio.auto.makes')} value={action.type ?? null} options={meta.document_types.map((one) => ({ value: one.code, label: one.label }))} onChange={(type: string) => onChange({ ...action, type, push: false, header: {}, lines: { ...lines, fields: {} } })} />
      {pushes ? <Checkbox disabled={disabled} checked={action.push ?? false} onChange={(event) => onChange({ ...action, push: event.target.checked })}>{t('studio.auto.push')}</Checkbox> : null}
      {spec ? <AutomationMapping label={t('studio.auto.header')} fields={spec.header_fields} mapping={action.header ?? {}} trigger={trigger} disabled={disabled} onChange={(header) => onChange({ ...action, header })} /> : null}
      {spec && spec.line_fields.length > 0 ? (
        <>
          {action.push ? null : <Select style={{ width: 240 }} disabled={disabled} aria-label={t('studio.auto.lines')} value={lines.from} options={from} onChange={(value: 'none' | 'one' | 'lines') => onChange({ ...action, lines: { ...lines, from: value } })} />}
          {lines.from === 'lines' || action.push ? <div className="hk-auto-mapping"><span className="hk-muted">{t('studio.auto.when')}</span><AutomationFormula trigger={trigger} line label={t('studio.auto.when')} value={lines.when ?? ''} disabled={disabled} onChange={(when) => onChange({ ...action, lines: { ...lines, when } })} /></div> : null}
          {lines.from !== 'none' || action.push ? <AutomationMapping label={t('studio.auto.lineFields')} fields={spec.line_fields} mapping={lines.fields ?? {}} trigger={trigger} line={lines.from === 'lines' || Boolean(action.push)} disabled={disabled} onChange={(fields) => onChange({ ...action, lines: { ...lines, fields } })} /> : null}
        </>
      ) : null}
    </>
  )
}

function Change({ action, trigger, disabled, onChange }: PartProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const spec = meta.document_types.find((one) => one.code === trigger.type)
  return <AutomationMapping label={t('studio.auto.changes')} fields={spec?.header_fields ?? []} mapping={action.header ?? {}} trigger={trigger} disabled={disabled} onChange={(header) => onChange({ ...action, header })} />
}

function SaveRecord({ action, trigger, disabled, onChange }: PartProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const offered = meta.resources.filter((one) => one.group === 'masterdata' && one.actions.includes('create') && one.actions.includes('update'))
  const spec = offered.find((one) => one.name === action.resource)
  const modes = [{ value: 'create', label: t('studio.auto.mode.create') }, { value: 'update', label: t('studio.auto.mode.update') }, { value: 'save', label: t('studio.auto.mode.save') }]
  return (
    <>
      <div className="hk-auto-row">
        <Select style={{ width: 200 }} showSearch={{ optionFilterProp: 'label' }} disabled={disabled} aria-label={t('studio.auto.resource')} placeholder={t('studio.auto.resource')} value={action.resource ?? null} options={offered.map((one) => ({ value: one.name, label: one.label }))} onChange={(resource: string) => onChange({ ...action, resource, values: {} })} />
        <Select style={{ width: 200 }} disabled={disabled} aria-label={t('studio.auto.mode')} value={action.mode ?? 'create'} options={modes} onChange={(mode: 'create' | 'update' | 'save') => onChange({ ...action, mode })} />
      </div>
      {action.mode !== 'create' ? <div className="hk-auto-mapping"><span className="hk-muted">{t('studio.auto.match')}</span><AutomationFormula trigger={trigger} label={t('studio.auto.match')} value={action.match ?? ''} disabled={disabled} onChange={(match) => onChange({ ...action, match })} /></div> : null}
      {spec ? <AutomationMapping label={t('studio.auto.changes')} fields={spec.fields.filter((one) => one.in_form !== false)} mapping={action.values ?? {}} trigger={trigger} disabled={disabled} onChange={(values) => onChange({ ...action, values })} /> : null}
    </>
  )
}

function Tell({ action, trigger, disabled, onChange }: PartProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const users = useQuery({ queryKey: ['lookup', 'users', 'all'], queryFn: () => resourcesApi.lookup('users', '', { limit: 100 }), staleTime: 60_000 })
  const roles = useQuery({ queryKey: ['lookup', 'roles', 'all'], queryFn: () => resourcesApi.lookup('roles', '', { limit: 100 }), staleTime: 60_000 })
  const subject = subjectOf(trigger)
  const fields = subject.record ? meta.resources.find((one) => one.name === subject.type)?.fields : meta.document_types.find((one) => one.code === subject.type)?.header_fields
  const personal = [...(subject.record || !subject.type ? [] : [{ value: 'created_by', label: t('studio.auto.creator') }]), ...(fields ?? []).filter((one) => one.ref === 'users').map((one) => ({ value: one.name, label: one.label }))]
  const pick = (label: string, value: string[], options: { value: string; label: string }[], put: (next: string[]) => void) => (
    <Select mode="multiple" style={{ minWidth: 180 }} showSearch={{ optionFilterProp: 'label' }} disabled={disabled} aria-label={label} placeholder={label} value={value} options={options} onChange={put} />
  )
  return (
    <>
      <div className="hk-auto-row">
        {pick(t('studio.auto.people'), action.people ?? [], (users.data ?? []).map((one) => ({ value: one.id, label: one.name })), (people) => onChange({ ...action, people }))}
        {pick(t('studio.auto.roles'), action.roles ?? [], (roles.data ?? []).map((one) => ({ value: one.code, label: one.name })), (chosen) => onChange({ ...action, roles: chosen }))}
        {personal.length > 0 ? pick(t('studio.auto.personal'), action.fields ?? [], personal, (chosen) => onChange({ ...action, fields: chosen })) : null}
      </div>
      <Input disabled={disabled} aria-label={t('studio.auto.title')} placeholder={t('studio.auto.title')} value={action.title ?? ''} onChange={(event) => onChange({ ...action, title: event.target.value })} />
      <Input.TextArea autoSize disabled={disabled} aria-label={t('studio.auto.message')} placeholder={t('studio.auto.message')} value={action.text ?? ''} onChange={(event) => onChange({ ...action, text: event.target.value })} />
      <span className="hk-faint">{t('studio.auto.braces')}</span>
    </>
  )
}

function Call({ action, disabled, onChange }: PartProps) {
  const { t } = useTranslation()
  const hooks = useQuery({ queryKey: ['lookup', 'webhooks', 'all'], queryFn: () => resourcesApi.lookup('webhooks', '', { limit: 100 }), staleTime: 60_000 })
  return <Select style={{ width: 260 }} disabled={disabled} aria-label={t('studio.auto.hook')} placeholder={t('studio.auto.hook')} value={action.webhook ?? null} options={(hooks.data ?? []).map((one) => ({ value: one.id, label: one.name || one.code }))} onChange={(webhook: string) => onChange({ ...action, webhook })} />
}

function SubmitIt() {
  const { t } = useTranslation()
  return <span className="hk-muted">{t('studio.auto.submits')}</span>
}

const BODIES = { create: Create, change: Change, record: SaveRecord, notify: Tell, webhook: Call, submit: SubmitIt }

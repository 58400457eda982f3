import { Button, Input, InputNumber, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMeta } from '@/resource/meta'
import { TRIGGER_KINDS, blankTrigger } from '../automation'
import type { Trigger } from '../automation'
import { useAutomationWords } from '../useAutomationWords'

interface AutomationTriggerProps { trigger: Trigger; disabled: boolean; onChange: (trigger: Trigger) => void }

/** What sets it off. */
export function AutomationTrigger({ trigger, disabled, onChange }: AutomationTriggerProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const words = useAutomationWords()
  const set = (changes: Partial<Trigger>) => onChange({ ...trigger, ...changes })
  const types = meta.document_types.map((one) => ({ value: one.code, label: one.label }))
  const resources = meta.resources.filter((one) => one.group === 'masterdata').map((one) => ({ value: one.name, label: one.label_plural }))
  const fields = trigger.resource ? (meta.resources.find((one) => one.name === trigger.resource)?.fields ?? []) : (meta.document_types.find((one) => one.code === trigger.type)?.header_fields ?? [])
  const typeSelect = (optional: boolean) => (
    <Select style={{ width: 200 }} showSearch={{ optionFilterProp: 'label' }} allowClear={optional} disabled={disabled} aria-label={t('studio.auto.type')} placeholder={optional ? t('studio.auto.type.any') : t('studio.auto.type')} value={trigger.type ?? null} options={types} onChange={(type?: string) => set({ type: type ?? '' })} />
  )
  const verbs = (known: Record<string, string>) => (
    <Select mode="multiple" style={{ minWidth: 200 }} disabled={disabled} aria-label={t('studio.auto.on')} placeholder={t('studio.auto.on')} value={trigger.on ?? []} options={Object.entries(known).map(([value, label]) => ({ value, label }))} onChange={(on: string[]) => set({ on })} />
  )
  const at = <Input type="time" style={{ width: 120 }} disabled={disabled} aria-label={t('studio.auto.at')} value={trigger.at ?? '08:00'} onChange={(event) => set({ at: event.target.value })} />
  return (
    <div className="hk-auto-part">
      <Radio.Group optionType="button" disabled={disabled} aria-label={t('studio.auto.trigger')} value={trigger.kind} options={TRIGGER_KINDS.map((value) => ({ value, label: words.triggers[value] ?? value }))} onChange={(event) => onChange(blankTrigger(event.target.value as Trigger['kind']))} />
      <div className="hk-auto-row">
        {trigger.kind === 'document' ? <>{typeSelect(false)}{verbs(words.happens)}</> : null}
        {trigger.kind === 'record' ? <><Select style={{ width: 200 }} showSearch={{ optionFilterProp: 'label' }} disabled={disabled} aria-label={t('studio.auto.resource')} placeholder={t('studio.auto.resource')} value={trigger.resource ?? null} options={resources} onChange={(resource: string) => set({ resource })} />{verbs({ create: words.verbs['create'] ?? '', update: words.verbs['edit'] ?? '' })}</> : null}
        {trigger.kind === 'time' ? (
          <>
            <Select style={{ width: 110 }} disabled={disabled} aria-label={t('studio.auto.every')} value={trigger.every ?? 'day'} options={[{ value: 'day', label: t('studio.auto.day') }, { value: 'week', label: t('studio.auto.week') }, { value: 'month', label: t('studio.auto.month') }]} onChange={(every: 'day' | 'week' | 'month') => set({ every })} />
            {trigger.every === 'week' ? <Select style={{ width: 110 }} disabled={disabled} aria-label={t('studio.auto.weekday')} value={trigger.weekday ?? 1} options={words.weekdays.map((label, index) => ({ value: index + 1, label }))} onChange={(weekday: number) => set({ weekday })} /> : null}
            {trigger.every === 'month' ? <InputNumber min={1} max={31} disabled={disabled} aria-label={t('studio.auto.monthday')} value={trigger.day ?? 1} onChange={(day) => set({ day: day ?? 1 })} /> : null}
            {at}
            {typeSelect(true)}
            <span className="hk-faint">{trigger.type ? t('studio.auto.each') : t('studio.auto.once')}</span>
          </>
        ) : null}
        {trigger.kind === 'date' ? (
          <>
            {typeSelect(false)}
            <Select style={{ width: 180 }} disabled={disabled} aria-label={t('studio.auto.date')} placeholder={t('studio.auto.date')} value={trigger.field ?? null} options={fields.filter((one) => one.type === 'date').map((one) => ({ value: one.name, label: one.label }))} onChange={(field: string) => set({ field })} />
            <InputNumber disabled={disabled} aria-label={t('studio.auto.days')} suffix={t('studio.auto.days')} value={trigger.days ?? 0} onChange={(days) => set({ days: days ?? 0 })} style={{ width: 130 }} />
            {at}
          </>
        ) : null}
        {trigger.kind === 'webhook' ? <BodyFields trigger={trigger} disabled={disabled} onChange={onChange} /> : null}
      </div>
    </div>
  )
}

/** What an outside system sends: names and kinds, "lines.…" for what comes in lists. */
function BodyFields({ trigger, disabled, onChange }: AutomationTriggerProps) {
  const { t } = useTranslation()
  const words = useAutomationWords()
  const fields = trigger.fields ?? []
  const put = (index: number, change: Partial<{ name: string; kind: string }>) => onChange({ ...trigger, fields: fields.map((one, at) => (at === index ? { ...one, ...change } : one)) })
  return (
    <div className="hk-auto-part">
      <span className="hk-faint">{t('studio.auto.body')}</span>
      {fields.map((field, index) => (
        <span key={index} className="hk-auto-row">
          <Input style={{ width: 180 }} disabled={disabled} aria-label={t('studio.auto.bodyName')} placeholder="sku / lines.qty" value={field.name} onChange={(event) => put(index, { name: event.target.value.trim() })} />
          <Select style={{ width: 110 }} disabled={disabled} aria-label={t('studio.auto.bodyKind')} value={field.kind} options={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))} onChange={(kind: string) => put(index, { kind })} />
        </span>
      ))}
      <Button size="small" disabled={disabled} onClick={() => onChange({ ...trigger, fields: [...fields, { name: '', kind: 'text' }] })}>{t('studio.auto.addBody')}</Button>
    </div>
  )
}

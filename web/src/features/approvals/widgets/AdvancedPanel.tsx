import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ApproveNode } from '@/api'
import { before, type Said } from '../tree'
import { titleOf } from '../useWords'
import { DEDUPE, LIMITS } from '../words'
import type { PanelProps } from './ApprovePanel'
import { Condition } from './Condition'
import { Labelled } from './Labelled'

type Limit = NonNullable<ApproveNode['limit']>
const UNITS = [1440, 60, 1] as const
const HOURS_48 = 2880
const unitOf = (minutes: number): number => UNITS.find((unit) => minutes % unit === 0) ?? 1

/** What few nodes need: rules of their own, time, checks, ways back. */
export function AdvancedPanel(props: PanelProps<ApproveNode>) {
  const { t } = useTranslation()
  const { type, tree, node, disabled, onChange } = props
  const check = (label: string, checked: boolean, values: (on: boolean) => Said) => (
    <Checkbox checked={checked} disabled={disabled} onChange={(event) => onChange(values(event.target.checked))}>{label}</Checkbox>
  )
  const places = before(tree, node.id)
  return (
    <div className="hk-flow-side">
      <h3 className="hk-flow-section" style={{ borderTop: 0, margin: 0, padding: 0 }}>{t('approvals.more.rules')}</h3>
      {check(t('approvals.mustAct'), node.must_act, (must_act) => ({ must_act }))}
      {check(t('approvals.sod'), node.sod, (sod) => ({ sod }))}
      {check(t('approvals.financial'), node.financial, (financial) => ({ financial, ...(financial && node.empty === 'auto' ? { empty: 'stop' } : {}) }))}
      {check(t('approvals.reapprove'), node.reapprove, (reapprove) => ({ reapprove }))}
      <Labelled label={t('approvals.dedupe')}>{(id) => (
        <Select<ApproveNode['dedupe']> id={id} value={node.dedupe} disabled={disabled || node.must_act} onChange={(dedupe) => onChange({ dedupe })}
          options={(Object.keys(DEDUPE) as ApproveNode['dedupe'][]).map((dedupe) => ({ value: dedupe, label: t(DEDUPE[dedupe].text) }))} />
      )}</Labelled>
      <h3 className="hk-flow-section">{t('approvals.more.allow')}</h3>
      {check(t('approvals.allow.transfer'), node.allow.transfer, (transfer) => ({ allow: { ...node.allow, transfer } }))}
      {check(t('approvals.allow.add'), node.allow.add, (add) => ({ allow: { ...node.allow, add } }))}
      {check(t('approvals.allow.return'), node.allow.return, (back) => ({ allow: { ...node.allow, return: back } }))}
      {check(t('approvals.allow.terminate'), node.allow.terminate, (terminate) => ({ allow: { ...node.allow, terminate } }))}
      {node.allow.return ? (
        <>
          <Labelled label={t('approvals.returnsTo')}>{(id) => (
            <Select mode="multiple" id={id} allowClear value={node.returns_to ?? []} disabled={disabled} placeholder={t('approvals.returnsTo.any')}
              options={places.map((place) => ({ value: place.id, label: titleOf(place, t('approvals.start')) }))} onChange={(chosen: string[]) => onChange({ returns_to: chosen.length > 0 ? chosen : null })} />
          )}</Labelled>
          <Labelled label={t('approvals.resume')}>{(id) => (
            <Select<ApproveNode['resume']> id={id} value={node.resume} disabled={disabled} onChange={(resume) => onChange({ resume })}
              options={[{ value: 'replay', label: t('approvals.resume.replay') }, { value: 'direct', label: t('approvals.resume.direct') }]} />
          )}</Labelled>
        </>
      ) : null}
      <h3 className="hk-flow-section">{t('approvals.more.opinion')}</h3>
      {check(t('approvals.comment.required'), node.comment === 'required', (on) => ({ comment: on ? 'required' : 'optional' }))}
      {check(t('approvals.signature'), node.signature, (signature) => ({ signature }))}
      <h3 className="hk-flow-section">{t('approvals.more.time')}</h3>
      <TimeLimit limit={node.limit} disabled={disabled} onChange={(limit) => onChange({ limit }, `limit:${node.id}`)} />
      <h3 className="hk-flow-section">{t('approvals.more.check')}</h3>
      {check(t('approvals.check.on'), node.check !== null, (on) => ({ check: on ? { formula: '', message: '' } : null }))}
      {node.check ? (
        <>
          <Condition type={type} label={t('approvals.check.formula')} value={node.check.formula} disabled={disabled}
            onChange={(formula) => onChange({ check: { formula, message: node.check?.message ?? '' } }, `check:${node.id}`)} />
          <Labelled label={t('approvals.check.message')}>{(id) => (
            <Input id={id} value={node.check?.message ?? ''} disabled={disabled} onChange={(event) => onChange({ check: { formula: node.check?.formula ?? '', message: event.target.value } }, `message:${node.id}`)} />
          )}</Labelled>
        </>
      ) : null}
    </div>
  )
}

function TimeLimit({ limit, disabled, onChange }: { limit: Limit | null; disabled: boolean; onChange: (limit: Limit | null) => void }) {
  const { t } = useTranslation()
  const unit = unitOf(limit?.minutes ?? HOURS_48)
  const names: Record<number, string> = { 1440: t('approvals.limit.days'), 60: t('approvals.limit.hours'), 1: t('approvals.limit.minutes') }
  return (
    <>
      <Checkbox checked={limit !== null} disabled={disabled} onChange={(event) => onChange(event.target.checked ? { minutes: HOURS_48, action: 'remind' } : null)}>{t('approvals.limit.on')}</Checkbox>
      {limit ? (
        <div className="hk-row">
          <InputNumber min={1} max={999} value={limit.minutes / unit} disabled={disabled} aria-label={t('approvals.limit.on')} style={{ width: 90 }} onChange={(value) => onChange({ ...limit, minutes: (value ?? 1) * unit })} />
          <Select<number> value={unit} disabled={disabled} aria-label={t('approvals.limit.unit')} style={{ minWidth: 96 }} options={UNITS.map((one) => ({ value: one, label: names[one] }))}
            onChange={(next) => onChange({ ...limit, minutes: Math.max(1, Math.round(limit.minutes / unit)) * next })} />
          <Select<Limit['action']> value={limit.action} disabled={disabled} aria-label={t('approvals.limit.action')} style={{ minWidth: 160 }}
            options={(Object.keys(LIMITS) as Limit['action'][]).map((action) => ({ value: action, label: t(LIMITS[action].text) }))} onChange={(action) => onChange({ ...limit, action })} />
        </div>
      ) : null}
    </>
  )
}

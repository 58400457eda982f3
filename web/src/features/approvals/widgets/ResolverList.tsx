import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OwnerKind, Reference, Resolver, ResolverKind } from '@/api'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { useDirectory, usePeopleFields } from '../useWords'
import { OWNERS, RESOLVERS } from '../words'

const FRESH: Record<ResolverKind, Resolver> = {
  head: { kind: 'head', level: 1 }, member: { kind: 'member', ids: [] }, role: { kind: 'role', code: '' }, position: { kind: 'position', code: '' }, superior: { kind: 'superior' },
  heads_up: { kind: 'heads_up', levels: 2 }, initiator: { kind: 'initiator' }, initiator_choice: { kind: 'initiator_choice' }, previous_choice: { kind: 'previous_choice' },
  field: { kind: 'field', field: '' }, owner: { kind: 'owner', of: 'warehouse_keeper' },
}

interface ResolverListProps {
  type: string
  value: Resolver[]
  onChange: (value: Resolver[]) => void
  disabled: boolean
  /** Copies are sent to people who are known: nobody chooses for them. */
  copies?: boolean
}

/** Who is asked: any number of ways to name people. */
export function ResolverList({ type, value, onChange, disabled, copies }: ResolverListProps) {
  const { t } = useTranslation()
  const { positions } = useDirectory()
  const fields = usePeopleFields(type)
  const kinds = (Object.keys(RESOLVERS) as ResolverKind[])
    .filter((kind) => (kind !== 'position' || positions !== null) && (kind !== 'field' || fields.length > 0) && !(copies && kind.endsWith('_choice')))
  const set = (index: number, one: Resolver) => onChange(value.map((known, at) => (at === index ? one : known)))
  return (
    <div className="hk-flow-field">
      <ol className="hk-flow-who">
        {value.map((one, index) => (
          <li key={index}>
            <Select<ResolverKind> value={one.kind} disabled={disabled} aria-label={t('approvals.who.kind', { no: index + 1 })} popupMatchSelectWidth={false}
              options={kinds.map((kind) => ({ value: kind, label: t(RESOLVERS[kind].text) }))} onChange={(kind) => set(index, FRESH[kind])} />
            <Parameter type={type} value={one} disabled={disabled} onChange={(next) => set(index, next)} />
            {disabled ? null : <Button type="text" icon={<DeleteOutlined />} aria-label={t('approvals.who.remove', { no: index + 1 })} onClick={() => onChange(value.filter((_, at) => at !== index))} />}
          </li>
        ))}
      </ol>
      {disabled ? null : <div><Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => onChange([...value, value.length === 0 ? FRESH.head : FRESH.member])}>{t('approvals.who.add')}</Button></div>}
    </div>
  )
}

function Parameter({ type, value, onChange, disabled }: { type: string; value: Resolver; onChange: (value: Resolver) => void; disabled: boolean }) {
  const { t } = useTranslation()
  const { roles, positions } = useDirectory()
  const fields = usePeopleFields(type)
  const label = t(RESOLVERS[value.kind].text)
  const options = (known: Map<string, string>) => [...known].map(([code, name]) => ({ value: code, label: name }))
  switch (value.kind) {
    case 'member':
      return <ReferencePicker resource="users" multiple label={label} value={value.ids.map((id) => ({ id }))} disabled={disabled}
        onChange={(chosen) => onChange({ kind: 'member', ids: (Array.isArray(chosen) ? chosen : []).map((one: Reference) => one.id) })} />
    case 'role':
    case 'position':
      return <Select value={value.code || null} showSearch={{ optionFilterProp: 'label' }} disabled={disabled} aria-label={label} placeholder={t('approvals.choose')} popupMatchSelectWidth={false}
        options={options(value.kind === 'role' ? roles : (positions ?? new Map<string, string>()))} onChange={(code: string | null) => onChange({ ...value, code: code ?? '' })} />
    case 'head':
      return <InputNumber min={1} max={9} value={value.level} disabled={disabled} aria-label={label} prefix={t('approvals.who.level')} style={{ width: '100%' }} onChange={(level) => onChange({ kind: 'head', level: level ?? 1 })} />
    case 'heads_up':
      return <InputNumber min={1} max={9} value={value.levels} disabled={disabled} aria-label={label} prefix={t('approvals.who.levels')} style={{ width: '100%' }} onChange={(levels) => onChange({ kind: 'heads_up', levels: levels ?? 1 })} />
    case 'field':
      return <Select value={value.field || null} disabled={disabled} aria-label={label} placeholder={t('approvals.choose')} options={fields.map((field) => ({ value: field.path, label: field.label }))}
        onChange={(field: string | null) => onChange({ kind: 'field', field: field ?? '' })} />
    case 'owner':
      return <Select<OwnerKind> value={value.of} disabled={disabled} aria-label={label} options={(Object.keys(OWNERS) as OwnerKind[]).map((of) => ({ value: of, label: t(OWNERS[of].text) }))} onChange={(of) => onChange({ kind: 'owner', of })} />
    default:
      return <span />
  }
}

import { useQuery } from '@tanstack/react-query'
import { Button, Select, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rightsApi } from '@/api'
import type { RoleTarget } from '@/api/rights'
import { LEVELS, readFieldRights, withLevel } from './limits'
import type { FieldRights, Level } from './limits'
import './grants.css'

interface FieldRightsInputProps {
  value: unknown
  disabled: boolean
  onChange: (value: unknown) => void
}

/** Which fields a role hides, shows, or wants filled in: first the document or record, then its fields one by one. */
export function FieldRightsInput({ value, disabled, onChange }: FieldRightsInputProps) {
  const { t, i18n } = useTranslation()
  const { data: targets = [] } = useQuery({ queryKey: ['role-targets', i18n.language], queryFn: rightsApi.roleTargets, staleTime: 60_000 })
  const [chosen, setChosen] = useState<string | null>(null)
  const rights = readFieldRights(value)
  const said = Object.keys(rights)
  const open = targets.find((one) => one.name === (chosen ?? said[0]))
  const labelOf = (name: string) => targets.find((one) => one.name === name)?.label ?? name
  return (
    <div className="hk-grants">
      <div className="hk-row">
        <Select<string> showSearch optionFilterProp="label" style={{ minWidth: 220 }} placeholder={t('resource.rights.choose')} aria-label={t('resource.rights.choose')}
          {...(open ? { value: open.name } : {})} onChange={setChosen} options={targets.map((one) => ({ value: one.name, label: one.label }))} />
        {said.map((name) => (
          <Tag key={name} color={open?.name === name ? 'blue' : 'default'} style={{ cursor: 'pointer' }} role="button" tabIndex={0}
            onClick={() => setChosen(name)} onKeyDown={(event) => { if (event.key === 'Enter') setChosen(name) }}>
            {labelOf(name)} · {Object.keys(rights[name] ?? {}).length}
          </Tag>
        ))}
      </div>
      <span className="hk-faint">{t('resource.rights.hint')}</span>
      {open ? <Fields key={open.name} target={open} rights={rights} disabled={disabled} onChange={onChange} /> : null}
    </div>
  )
}

function Fields({ target, rights, disabled, onChange }: { target: RoleTarget; rights: FieldRights; disabled: boolean; onChange: (value: unknown) => void }) {
  const { t } = useTranslation()
  const words: Record<Level, string> = {
    edit: t('resource.rights.edit'), required: t('resource.rights.required'), read: t('resource.rights.read'), hidden: t('resource.rights.hidden'), deny: t('resource.rights.deny'),
  }
  const levelOf = (field: string): Level => rights[target.name]?.[field] ?? 'edit'
  const free = target.fields.filter((one) => !one.fixed).map((one) => one.name)
  return (
    <div className="hk-grants-box" tabIndex={0} role="region" aria-label={target.label}>
      <table style={{ width: '100%' }}>
        <tbody>
          {target.fields.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.label}</th>
              <td style={{ width: 220, padding: '2px 8px' }}>
                {/* A field that names the record can only be asked for. */}
                <Select<Level> size="small" variant="borderless" style={{ width: '100%' }} aria-label={`${target.label} ${one.label}`} disabled={disabled} value={levelOf(one.name)}
                  className={`hk-level-${levelOf(one.name)}`} onChange={(level) => onChange(withLevel(rights, target.name, [one.name], level))}
                  options={(one.fixed ? LEVELS.slice(0, 2) : LEVELS).map((level) => ({ value: level, label: words[level] }))} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {disabled ? null : (
        <div className="hk-row" style={{ padding: 8 }}>
          {(['edit', 'read', 'hidden'] as const).map((level) => (
            <Button key={level} size="small" onClick={() => onChange(withLevel(rights, target.name, free, level))}>{t('resource.rights.all', { level: words[level] })}</Button>
          ))}
        </div>
      )}
    </div>
  )
}

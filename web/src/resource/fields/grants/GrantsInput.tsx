import { Input } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../../meta'
import { EVERYWHERE, grantColumns, grantRows, limitsOf, reachOf, readGrants, sameLimits, withLimits } from './grants'
import type { GrantRow, Limits, Reach } from './grants'
import { ScopeChoice } from './ScopeChoice'
import { useActionWords } from './words'
import './grants.css'

interface GrantsInputProps {
  value: unknown
  disabled: boolean
  onChange: (value: unknown) => void
}

/** What a role may do: kinds of records down, actions across; a press gives the right within the chosen limits, or takes it back. */
export function GrantsInput({ value, disabled, onChange }: GrantsInputProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const [wanted, setWanted] = useState('')
  const { actions, others } = useActionWords()
  const [scope, setScope] = useState<Limits>(EVERYWHERE)
  const grants = useMemo(() => readGrants(value), [value])
  const rows = useMemo(() => grantRows(meta, grants, others), [meta, grants, others])
  const columns = useMemo(() => grantColumns(rows), [rows])
  const reaches: Record<Reach, string> = {
    none: t('resource.grants.none'), own: t('resource.grants.own'), some: t('resource.grants.some'), all: t('resource.grants.all'), implied: t('resource.grants.implied'),
  }
  const groups: Record<GrantRow['group'], string> = { all: '', documents: t('resource.grants.documents'), records: t('resource.grants.records'), other: t('resource.grants.other') }
  const shown = rows.filter((row) => `${row.label} ${row.resource}`.toLowerCase().includes(wanted.trim().toLowerCase()))

  const cell = (row: GrantRow, action: string) => {
    if (!row.actions.includes(action)) return null
    const reach = reachOf(grants, row.resource, action)
    return (
      <button type="button" className={`hk-grant hk-grant-${reach}`} disabled={disabled || reach === 'implied'} title={[reaches[reach], limitsOf(grants, row.resource, action)].filter(Boolean).join(' ')}
        aria-label={`${row.label} ${actions[action] ?? action}: ${reaches[reach]}`} onClick={() => onChange(withLimits(grants, row.resource, action, reach === 'none' ? scope : sameLimits(grants, row.resource, action, scope) ? null : scope))}>
        {reach === 'none' ? '' : reach === 'implied' ? '·' : reaches[reach]}
      </button>
    )
  }

  return (
    <div className="hk-grants">
      <div className="hk-row">
        <Input allowClear value={wanted} placeholder={t('resource.search')} aria-label={t('resource.search')} style={{ maxWidth: 220 }} onChange={(event) => setWanted(event.target.value)} onPressEnter={(event) => event.preventDefault()} />
        <ScopeChoice value={scope} disabled={disabled} onChange={setScope} />
      </div>
      <span className="hk-faint">{t('resource.grants.hint')}</span>
      <div className="hk-grants-box" tabIndex={0} role="region" aria-label={t('resource.grants.hint')}>
        <table>
          <thead><tr><th />{columns.map((action) => <th key={action} scope="col">{actions[action] ?? action}</th>)}</tr></thead>
          <tbody>
            {shown.flatMap((row, index) => [
              ...(groups[row.group] && shown[index - 1]?.group !== row.group ? [<tr key={`group:${row.group}`} className="hk-grants-group"><th colSpan={columns.length + 1}>{groups[row.group]}</th></tr>] : []),
              <tr key={row.resource}><th scope="row">{row.label}</th>{columns.map((action) => <td key={action}>{cell(row, action)}</td>)}</tr>,
            ])}
          </tbody>
        </table>
      </div>
    </div>
  )
}

import { Input } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../../meta'
import { ANY, grantColumns, grantRows, nextReach, reachOf, readGrants, withReach } from './grants'
import type { GrantRow, Reach } from './grants'
import './grants.css'

interface GrantsInputProps {
  value: unknown
  disabled: boolean
  onChange: (value: unknown) => void
}

/** What a role may do: kinds of records down, actions across; a press goes from nothing to everywhere to own records. */
export function GrantsInput({ value, disabled, onChange }: GrantsInputProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const [wanted, setWanted] = useState('')
  const grants = useMemo(() => readGrants(value), [value])
  const others = useMemo<Record<string, string>>(() => ({
    [ANY]: t('resource.grants.any'), stock: t('resource.grants.stock'), reports: t('resource.grants.reports'), dashboard: t('resource.grants.dashboard'),
    periods: t('resource.grants.periods'), system: t('resource.grants.system'),
  }), [t])
  const rows = useMemo(() => grantRows(meta, grants, others), [meta, grants, others])
  const columns = useMemo(() => grantColumns(rows), [rows])
  const actions = useMemo<Record<string, string>>(() => ({
    ...Object.fromEntries(meta.document_types.flatMap((type) => type.transitions.map((one) => [one.name, one.label]))),
    [ANY]: t('resource.grants.every'), view: t('resource.grants.view'), create: t('resource.grants.create'), update: t('resource.grants.update'), delete: t('resource.delete'),
    print: t('resource.grants.print'), import: t('resource.import'), export: t('resource.grants.export'), close: t('resource.grants.close'), check: t('resource.grants.check'),
    reopen: t('resource.grants.reopen'), stop: t('resource.grants.stop'),
  }), [meta, t])
  const reaches: Record<Reach, string> = {
    none: t('resource.grants.none'), own: t('resource.grants.own'), some: t('resource.grants.some'), all: t('resource.grants.all'), implied: t('resource.grants.implied'),
  }
  const groups: Record<GrantRow['group'], string> = { all: '', documents: t('resource.grants.documents'), records: t('resource.grants.records'), other: t('resource.grants.other') }
  const shown = rows.filter((row) => `${row.label} ${row.resource}`.toLowerCase().includes(wanted.trim().toLowerCase()))

  const cell = (row: GrantRow, action: string) => {
    if (!row.actions.includes(action)) return null
    const reach = reachOf(grants, row.resource, action)
    return (
      <button type="button" className={`hk-grant hk-grant-${reach}`} disabled={disabled || reach === 'implied'} title={reaches[reach]}
        aria-label={`${row.label} ${actions[action] ?? action}: ${reaches[reach]}`} onClick={() => onChange(withReach(grants, row.resource, action, nextReach(reach)))}>
        {reach === 'none' ? '' : reach === 'implied' ? '·' : reaches[reach]}
      </button>
    )
  }

  return (
    <div className="hk-grants">
      <div className="hk-row">
        <Input allowClear value={wanted} placeholder={t('resource.search')} aria-label={t('resource.search')} style={{ maxWidth: 220 }} onChange={(event) => setWanted(event.target.value)} onPressEnter={(event) => event.preventDefault()} />
        <span className="hk-faint">{t('resource.grants.hint')}</span>
      </div>
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

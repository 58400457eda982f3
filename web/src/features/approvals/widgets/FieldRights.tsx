import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ApproveNode, FieldRight, FieldSpec } from '@/api'
import { useDocType } from '@/resource/meta'
import { RIGHTS } from '../words'
import type { PanelProps } from './ApprovePanel'

const shown = (field: FieldSpec): boolean => field.in_form !== false && !field.readonly

/** What people at this node see and may change of the document; without a word everything is read only. */
export function FieldRights({ type, node, disabled, onChange }: PanelProps<ApproveNode>) {
  const { t } = useTranslation()
  const spec = useDocType(type)
  if (!spec) return null
  const set = (path: string, right: string) => {
    const rest = Object.fromEntries(Object.entries(node.fields).filter(([known]) => known !== path))
    onChange({ fields: right === '' ? rest : { ...rest, [path]: right as FieldRight } })
  }
  const rows = (fields: FieldSpec[], prefix: string) => fields.filter(shown).map((field) => {
    const path = `${prefix}.${field.name}`
    return (
      <tr key={path}>
        <td>{field.label}</td>
        <td style={{ width: 130 }}>
          <Select size="small" value={node.fields[path] ?? ''} disabled={disabled} aria-label={field.label} style={{ width: 120 }} onChange={(right: string) => set(path, right)}
            options={[{ value: '', label: t('approvals.field.usual') }, ...Object.keys(RIGHTS).map((right) => ({ value: right, label: t(RIGHTS[right]?.text ?? right) }))]} />
        </td>
      </tr>
    )
  })
  return (
    <div className="hk-flow-side">
      <p className="hk-muted" style={{ margin: 0 }}>{t('approvals.field.text')}</p>
      <table className="hk-plain-table">
        <thead><tr><th colSpan={2}>{t('approvals.field.header')}</th></tr></thead>
        <tbody>{rows(spec.header_fields, 'header')}</tbody>
        <thead><tr><th colSpan={2}>{t('approvals.field.lines')}</th></tr></thead>
        <tbody>{rows(spec.line_fields, 'lines')}</tbody>
      </table>
    </div>
  )
}

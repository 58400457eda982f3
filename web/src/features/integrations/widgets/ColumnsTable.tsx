import { Checkbox, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportFile } from '@/api'
import { choose } from '../mapping'
import type { ColumnChoice } from '../mapping'

interface ColumnsTableProps {
  file: ImportFile
  mapping: ColumnChoice[]
  onChange: (mapping: ColumnChoice[]) => void
}

const MANY = 12

/** Every column of the file beside the field it means. Of a wide file the columns left out can be folded away. */
export function ColumnsTable({ file, mapping, onChange }: ColumnsTableProps) {
  const { t } = useTranslation()
  const fieldOf = (index: number) => mapping.find((entry) => entry.index === index)?.field ?? null
  const out = mapping.filter((entry) => entry.field === null).length
  const [all, setAll] = useState(file.columns.length <= MANY)
  // Which rows are folded away is settled when the fold changes, so that no row disappears under the hand.
  const [folded, setFolded] = useState(() => new Set(mapping.filter((entry) => entry.field === null).map((entry) => entry.index)))
  const fold = (show: boolean) => {
    setFolded(new Set(mapping.filter((entry) => entry.field === null).map((entry) => entry.index)))
    setAll(show)
  }
  const options = file.fields.map((field) => ({ value: field.name, label: field.required ? `${field.label} *` : field.label }))
  return (
    <>
      <div className="hk-row">
        <span>{t('integrations.mapped', { count: mapping.length - out })}</span>
        {out > 0 && file.columns.length > MANY ? <Checkbox checked={all} onChange={(event) => fold(event.target.checked)}>{t('integrations.showLeftOut', { count: out })}</Checkbox> : null}
      </div>
      <div className="hk-scroll-x">
        <table className="hk-plain-table hk-import-columns">
          <thead><tr><th>{t('integrations.column')}</th><th>{t('integrations.samples')}</th><th>{t('integrations.field')}</th></tr></thead>
          <tbody>
            {file.columns.filter((column) => all || !folded.has(column.index)).map((column) => (
              <tr key={column.index}>
                <td><strong>{column.title || t('integrations.column.n', { n: column.index + 1 })}</strong></td>
                <td className="hk-muted">{column.samples.slice(0, 3).join(' · ')}</td>
                <td>
                  <Select style={{ width: '100%' }} allowClear showSearch={{ optionFilterProp: 'label' }} value={fieldOf(column.index)} placeholder={t('integrations.skip')}
                    aria-label={column.title || t('integrations.column.n', { n: column.index + 1 })} options={options} onChange={(next) => onChange(choose(mapping, column.index, next ?? null))} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

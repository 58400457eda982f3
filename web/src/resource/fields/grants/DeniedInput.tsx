import { Select } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../../meta'
import { grantRows } from './grants'
import { useActionWords } from './words'

interface DeniedInputProps {
  value: unknown
  disabled: boolean
  onChange: (value: unknown) => void
}

/** What nobody with this role may do, whatever their other roles say. */
export function DeniedInput({ value, disabled, onChange }: DeniedInputProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const { actions, others } = useActionWords()
  const options = useMemo(() => grantRows(meta, [], others).flatMap((row) => row.actions.map((action) => ({ value: `${row.resource}:${action}`, label: `${row.label} · ${actions[action] ?? action}` }))), [meta, actions, others])
  const chosen = Array.isArray(value) ? value.map(String) : []
  return (
    <Select<string[]> mode="multiple" allowClear showSearch optionFilterProp="label" style={{ width: '100%' }} disabled={disabled} value={chosen} onChange={onChange}
      placeholder={t('resource.denied.hint')} aria-label={t('resource.denied.hint')} options={options} />
  )
}

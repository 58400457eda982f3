import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isApiError, messageOf, rightsApi } from '@/api'
import { FormulaEditor } from '@/kit/formula/FormulaEditor'
import { readRowRules } from './limits'
import type { RowRule } from './limits'
import './grants.css'

interface RowRulesInputProps {
  value: unknown
  disabled: boolean
  onChange: (value: unknown) => void
}

/** Milliseconds of rest before the server counts. */
const REST = 500
const FRESH: RowRule = { resource: '', formula: '', effect: 'only', changes: false }

/** Which rows a role's rights are about: conditions as formulas, each with the rows it leaves. */
export function RowRulesInput({ value, disabled, onChange }: RowRulesInputProps) {
  const { t } = useTranslation()
  const rules = readRowRules(value)
  const put = (at: number, rule: RowRule | null) => onChange(rule ? rules.map((one, index) => (index === at ? rule : one)) : rules.filter((_, index) => index !== at))
  return (
    <div className="hk-grants">
      <span className="hk-faint">{t('resource.rows.hint')}</span>
      {rules.map((rule, index) => (
        <Rule key={`${index} of ${rules.length}`} rule={rule} disabled={disabled} onChange={(next) => put(index, next)} />
      ))}
      {disabled ? null : <Button icon={<PlusOutlined />} style={{ justifySelf: 'start' }} onClick={() => onChange([...rules, FRESH])}>{t('resource.rows.add')}</Button>}
    </div>
  )
}

function Rule({ rule, disabled, onChange }: { rule: RowRule; disabled: boolean; onChange: (rule: RowRule | null) => void }) {
  const { t, i18n } = useTranslation()
  const { data: targets = [] } = useQuery({ queryKey: ['role-targets', i18n.language], queryFn: rightsApi.roleTargets, staleTime: 60_000 })
  const { data: words } = useQuery({ queryKey: ['role-words', rule.resource, i18n.language], queryFn: () => rightsApi.conditionWords(rule.resource), enabled: rule.resource !== '' })
  return (
    <div className="hk-panel" style={{ display: 'grid', gap: 8, padding: 12 }}>
      <div className="hk-row">
        <Select<string> showSearch optionFilterProp="label" style={{ minWidth: 180 }} placeholder={t('resource.rights.choose')} aria-label={t('resource.rights.choose')} disabled={disabled}
          {...(rule.resource ? { value: rule.resource } : {})} onChange={(resource) => onChange({ ...rule, resource })}
          options={targets.filter((one) => one.rows).map((one) => ({ value: one.name, label: one.label }))} />
        <Segmented<RowRule['effect']> size="small" disabled={disabled} value={rule.effect} onChange={(effect) => onChange({ ...rule, effect })} aria-label={t('resource.rows.effect')}
          options={[{ value: 'only', label: t('resource.rows.only') }, { value: 'except', label: t('resource.rows.except') }]} />
        <Segmented<string> size="small" disabled={disabled} value={rule.changes ? 'changes' : 'all'} onChange={(kind) => onChange({ ...rule, changes: kind === 'changes' })} aria-label={t('resource.rows.reach')}
          options={[{ value: 'all', label: t('resource.rows.everything') }, { value: 'changes', label: t('resource.rows.changes') }]} />
        {disabled ? null : <Button type="text" icon={<DeleteOutlined />} aria-label={t('resource.delete')} onClick={() => onChange(null)} />}
      </div>
      <FormulaEditor value={rule.formula} onChange={(formula) => onChange({ ...rule, formula })} words={words ?? { fields: [], functions: [] }} label={t('resource.rows.condition')}
        disabled={disabled || rule.resource === ''} placeholder={t('resource.rows.example')} />
      {rule.resource && rule.formula.trim() ? <Left rule={rule} /> : null}
    </div>
  )
}

/** How many rows are left, asked when the typing rests. */
function Left({ rule: { resource, formula, effect } }: { rule: RowRule }) {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState(formula)
  useEffect(() => {
    const timer = setTimeout(() => setText(formula), REST)
    return () => clearTimeout(timer)
  }, [formula])
  const count = useQuery({ queryKey: ['rows-left', resource, text, i18n.language], queryFn: () => rightsApi.rowsLeft(resource, text), enabled: text.trim() !== '', retry: false })
  if (count.error) return <div role="alert" className="hk-negative">{isApiError(count.error) ? messageOf(count.error) : t('resource.rows.failed')}</div>
  if (!count.data) return null
  const { total, left } = count.data
  return <span className="hk-muted" aria-live="polite">{effect === 'only' ? t('resource.rows.left', { total, left }) : t('resource.rows.gone', { total, rest: total - left })}</span>
}

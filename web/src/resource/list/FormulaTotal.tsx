import { CalculatorOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf, resourcesApi } from '@/api'
import type { FieldSpec } from '@/api'
import { groupDigits } from '@/kit'
import { FormulaEditor } from '@/kit/formula/FormulaEditor'
import { isNumberField } from '../fields/values'
import type { ListQuery } from './filters'

interface FormulaTotalProps {
  path: string
  extra?: Record<string, string> | undefined
  query: ListQuery
  fields: FieldSpec[]
  formula: string
  onFormula: (formula: string) => void
}

const KINDS: Record<string, string> = { date: 'date', datetime: 'datetime', boolean: 'bool' }
const UNREAD = new Set(['reference', 'references', 'json', 'image', 'files', 'choices'])

/** The sum of a formula over every row of the list, however many pages it fills; asked apart, so that the rows do not wait for it. */
export function FormulaTotal({ path, extra, query, fields, formula, onFormula }: FormulaTotalProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState(formula)
  const total = useQuery({
    queryKey: ['list-sum', path, extra, query.q, query.filter, formula], enabled: formula !== '', retry: false,
    queryFn: ({ signal }) => resourcesApi.list(path, { ...query, limit: 1, sort: '', sum: formula, ...(extra ? { extra } : {}) }, signal),
  })
  const words = fields.filter((field) => !UNREAD.has(field.type)).map((field) => ({ path: field.name, label: field.label, kind: isNumberField(field) ? 'number' : KINDS[field.type] ?? 'text', many: false }))
  const put = (next: string) => { onFormula(next.trim()); setOpen(false) }
  const value = total.data?.totals?.['formula']
  const told = total.isError ? messageOf(total.error) : total.isPending ? '…' : typeof value === 'string' ? groupDigits(value) : t('resource.sum.slow')
  return (
    <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={(next) => { setText(formula); setOpen(next) }} destroyOnHidden
      content={(
        <div className="hk-sum">
          <FormulaEditor value={text} onChange={setText} words={{ fields: words, functions: [] }} label={t('resource.sum')} />
          <div className="hk-row">
            <Button size="small" type="primary" onClick={() => put(text)}>{t('resource.sum.show')}</Button>
            {formula === '' ? null : <Button size="small" onClick={() => put('')}>{t('resource.sum.none')}</Button>}
          </div>
        </div>
      )}>
      {formula === '' ? <Button type="text" icon={<CalculatorOutlined />} aria-label={t('resource.sum')} title={t('resource.sum')} />
        : <Button type="text" icon={<CalculatorOutlined />} title={formula} className={total.isError ? 'hk-negative' : ''}><span aria-live="polite">{t('resource.sum.total', { total: told })}</span></Button>}
    </Popover>
  )
}

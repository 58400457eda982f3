import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { automationsApi } from '@/api'
import { FormulaEditor } from '@/kit/formula/FormulaEditor'
import type { Trigger } from '../automation'

interface AutomationFormulaProps {
  trigger: Trigger
  /** One line at a time: a field of the lines is that line's value. */
  line?: boolean
  label: string
  value: string
  disabled: boolean
  onChange: (value: string) => void
}

/** A formula about what sets an automation off. */
export function AutomationFormula({ trigger, line = false, label, value, disabled, onChange }: AutomationFormulaProps) {
  const { i18n } = useTranslation()
  const about = trigger.kind === 'webhook' ? trigger : { kind: trigger.kind, type: trigger.type, resource: trigger.resource }
  const words = useQuery({ queryKey: ['automation-words', about, line, i18n.language], queryFn: () => automationsApi.words(about, line), retry: false, staleTime: 60_000 })
  return <FormulaEditor value={value} onChange={onChange} words={words.data ?? { fields: [], functions: [] }} label={label} disabled={disabled} />
}

import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formulasApi, messageOf } from '@/api'
import type { Vocabulary } from '@/kit/formula/complete'
import { spoken } from '@/kit/formula/complete'
import { Labelled } from './Labelled'

interface ConditionInputProps {
  type: string
  words: Vocabulary | undefined
  label: string
  value: string
  disabled: boolean
  onChange: (formula: string) => void
}

const PAUSE_MS = 400

/** A condition in the formula language; the server says at once where it cannot be read. */
export function ConditionInput({ type, words, label, value, disabled, onChange }: ConditionInputProps) {
  const { t } = useTranslation()
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  const read = useQuery({ queryKey: ['formula', type, settled], queryFn: () => formulasApi.read(type, settled), enabled: settled.trim() !== '' && type !== '', retry: false, staleTime: Infinity })
  const wrong = value === settled && value.trim() !== '' && read.isError ? messageOf(read.error) : null
  return (
    <div className="hk-flow-field">
      <Labelled label={label}>{(id) => (
        <Input.TextArea id={id} value={value} disabled={disabled} autoSize={{ minRows: 2, maxRows: 8 }} status={wrong ? 'error' : ''} placeholder="{total_amount} > 50000" onChange={(event) => onChange(event.target.value)} />
      )}</Labelled>
      {wrong ? <span role="alert" className="hk-negative">{wrong}</span> : value.trim() !== '' ? <span className="hk-muted">{spoken(value, words)}</span> : <span className="hk-faint">{t('approvals.condition.help')}</span>}
    </div>
  )
}

import { Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface JsonInputProps {
  id?: string
  value: unknown
  disabled?: boolean
  onChange: (value: unknown) => void
}

/** A list of words is typed one a line; any other structure as JSON, handed on only when it can be read. */
export function JsonInput({ id, value, disabled, onChange }: JsonInputProps) {
  const { t } = useTranslation()
  const words = value === null || value === undefined || (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
  const show = (next: unknown): string =>
    words ? (Array.isArray(next) ? next.join('\n') : '') : JSON.stringify(next, null, 2)
  const [typed, setTyped] = useState(() => show(value))
  const [bad, setBad] = useState(false)
  const handed = useRef(JSON.stringify(value))

  useEffect(() => {
    if (JSON.stringify(value) === handed.current) return
    handed.current = JSON.stringify(value)
    setTyped(words ? (Array.isArray(value) ? value.join('\n') : '') : JSON.stringify(value, null, 2))
  }, [value, words])

  const change = (next: string) => {
    setTyped(next)
    const structured = /^\s*[[{]/.test(next)
    try {
      const parsed: unknown = words && !structured ? next.split('\n').map((line) => line.trim()).filter(Boolean) : JSON.parse(next)
      handed.current = JSON.stringify(parsed)
      setBad(false)
      onChange(parsed)
    } catch {
      setBad(true)
    }
  }

  return (
    <>
      <Input.TextArea {...(id ? { id } : {})} value={typed} disabled={disabled ?? false} status={bad ? 'error' : ''}
        autoSize={{ minRows: 2, maxRows: 12 }} onChange={(event) => change(event.target.value)} />
      {bad ? <span className="hk-negative">{t('resource.json.bad')}</span> : null}
    </>
  )
}

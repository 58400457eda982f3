import { BarcodeOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import type { InputRef } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface ScanFieldProps {
  onScan: (code: string) => void | Promise<void>
  placeholder?: string
  autoFocus?: boolean
  large?: boolean
}

/** Takes what a scanner types: a code ended by Enter. Empties itself and keeps the focus for the next one. */
export function ScanField({ onScan, placeholder, autoFocus, large }: ScanFieldProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const input = useRef<InputRef>(null)
  const submit = () => {
    const wanted = code.trim()
    if (wanted === '') return
    setCode('')
    void Promise.resolve(onScan(wanted)).finally(() => input.current?.focus())
  }
  return (
    <Input ref={input} value={code} autoFocus={autoFocus ?? false} prefix={<BarcodeOutlined aria-hidden />} allowClear={false}
      style={large ? { height: 48, fontSize: 18 } : {}} enterKeyHint="go" autoComplete="off"
      placeholder={placeholder ?? t('kit.scan')} aria-label={placeholder ?? t('kit.scan')}
      onChange={(event) => setCode(event.target.value)} onPressEnter={submit} />
  )
}

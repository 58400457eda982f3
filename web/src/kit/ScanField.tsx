import { BarcodeOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import type { InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'

interface ScanFieldProps {
  onScan: (code: string) => void | Promise<void>
  placeholder?: string
  autoFocus?: boolean
  large?: boolean
  /** On pages for working with a scanner: what is typed while no field has the focus goes here, gloves need not tap first. */
  anywhere?: boolean
}

const TAKES_TEXT = 'input, textarea, select, [contenteditable="true"]'

/** The first key of a scan puts the focus into the field, so the key itself and all that follow land there. */
function useAnywhere(input: RefObject<InputRef | null>, on: boolean): void {
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent) => {
      if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest(TAKES_TEXT) || document.querySelector('[role="dialog"][aria-modal="true"]')) return
      input.current?.focus()
    }
    window.addEventListener('keydown', listen, true)
    return () => window.removeEventListener('keydown', listen, true)
  }, [input, on])
}

/** Takes what a scanner types: a code ended by Enter. Empties itself and keeps the focus for the next one. */
export function ScanField({ onScan, placeholder, autoFocus, large, anywhere }: ScanFieldProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const input = useRef<InputRef>(null)
  useAnywhere(input, anywhere ?? false)
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

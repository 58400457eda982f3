import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { resourcesApi } from '@/api'
import type { FieldSpec, LookupHit } from '@/api'
import { SAVE, dropKept, formatRate, keepKey, leaveOf, normaliseDecimal, pressOf, readRate, referenceText, takeKept } from '@/kit'
import { useLookup } from '../../fields/ReferencePicker'
import { isNumberField } from '../../fields/values'
import { axisOf, stateLabel, useMeta } from '../../meta'
import { pickExact, referenceOf } from './resolve'

interface CellEditorProps {
  field: FieldSpec
  value: unknown
  lookupExtra?: Record<string, string> | undefined
  onCommit: (value: unknown) => void
  /** Keys the editor has no use for itself; `committed` tells that a value was just taken. */
  onKey: (event: KeyboardEvent<HTMLInputElement>, dirty: boolean) => void
  onPaste: (text: string) => boolean
}

/** Stands for a record nobody knows yet. */
const NEW = 'new'

interface Option {
  value: string
  code: string
  text: string
  hint?: string | undefined
  hit?: LookupHit
}

export const cellText = (field: FieldSpec, value: unknown): string => {
  if (value === null || value === undefined || value === '') return ''
  if (field.type === 'reference') return value === '' ? '' : field.name === 'item' && typeof value === 'object' && 'code' in value ? String(value.code ?? '') : referenceText(value)
  if (field.type === 'rate') return formatRate(value)
  return String(value)
}

/** The input of the active cell: real and focused, so that input methods work; a list opens below it where one may choose. */
export function CellEditor({ field, value, lookupExtra, onCommit, onKey, onPaste }: CellEditorProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const input = useRef<HTMLInputElement>(null)
  const isReference = field.type === 'reference'
  /** Text with a list on offer: a code is taken from it, anything else is kept as typed. */
  const isOffer = field.type === 'text' && Boolean(field.ref)
  const isChoice = field.type === 'enum' || field.type === 'state' || field.type === 'boolean'
  const isListed = isReference || isChoice || isOffer
  const words = meta.states[axisOf(field.name)]
  const choices = useMemo<Option[]>(
    () => field.type === 'boolean' ? [{ value: 'true', code: '', text: t('resource.yes') }, { value: 'false', code: '', text: t('resource.no') }] : field.choices?.length
      ? field.choices.map((choice) => ({ value: choice.value, code: '', text: choice.label }))
      : Object.keys(words ?? {}).map((key) => ({ value: key, code: '', text: stateLabel(meta, axisOf(field.name), key)?.label ?? key })),
    [field, words, meta, t],
  )
  const shown = isChoice ? (choices.find((choice) => choice.value === String(value ?? ''))?.text ?? '') : cellText(field, value)
  const [typed, setText] = useState('')
  const [dirty, setDirty] = useState(false)
  const [open, setOpen] = useState(false)
  const [picked, setPicked] = useState(0)
  const text = dirty ? typed : shown
  const lookup = useLookup(field.ref ?? '', dirty ? text : '', (isReference || isOffer) && open, lookupExtra)

  /** While the server is asked which record was meant, keys belong to the cells that come next. */
  const asking = useRef(false)
  /** A key to be pressed again; an object, for the same key may be pressed twice. */
  const [leave, setLeave] = useState<{ key: string } | null>(null)

  // Before the next key can come: no key is ever typed into a cell that is gone.
  const opening = useRef(true)
  useLayoutEffect(() => {
    if (!opening.current) return
    opening.current = false
    input.current?.focus({ preventScroll: true })
    const ahead = takeKept()
    if (ahead.text !== '') {
      setText(ahead.text)
      setDirty(true)
      setOpen(isListed)
    }
    if (ahead.leave !== null) setLeave({ key: ahead.leave })
  }, [isListed])

  useLayoutEffect(() => {
    if (leave && leave.key !== SAVE) input.current?.dispatchEvent(pressOf(leave.key))
  }, [leave])

  // Saving waits until the page knows of this cell's value.
  useEffect(() => {
    if (leave?.key === SAVE) queueMicrotask(() => void input.current?.dispatchEvent(pressOf(SAVE)))
  }, [leave])

  // A value that arrives by itself (the last price) is selected too, so that typing still replaces it.
  useLayoutEffect(() => {
    if (!dirty && window.document.activeElement === input.current) input.current?.select()
  }, [shown, dirty])

  const options = useMemo<Option[]>(() => {
    const number = dirty && field.allowNew ? text.trim() : ''
    const isKnown = lookup.hits.some((hit) => hit.code.toLowerCase() === number.toLowerCase())
    if (number !== '' && !isKnown) return [{ value: NEW, code: number, text: t('documents.lots.new') }, ...lookup.hits.map((hit) => ({ value: hit.id, code: hit.code, text: hit.name, hint: hit.hint, hit }))]
    if (isReference || isOffer) return lookup.hits.map((hit) => ({ value: hit.id, code: hit.code, text: hit.name, hint: hit.hint, hit }))
    if (!isChoice) return []
    const wanted = dirty ? text.toLowerCase() : ''
    return choices.filter((choice) => choice.text.toLowerCase().includes(wanted) || choice.value.toLowerCase().startsWith(wanted))
  }, [isReference, isOffer, isChoice, lookup.hits, choices, text, dirty, field.allowNew, t])

  const take = (option: Option | undefined) => {
    if (!option) return
    onCommit(option.value === NEW ? { id: '', code: option.code, name: option.code } : isOffer ? option.code : option.hit ? referenceOf(option.hit) : option.value)
    setDirty(false)
    setOpen(false)
  }

  /** Hand over what was typed; false when a list still has to answer. */
  const settle = (): boolean => {
    if (!dirty) return true
    if (isReference || isChoice) {
      if (text.trim() === '') onCommit(null)
      else if (isReference && !lookup.settled) return false
      else if (options[picked]) take(options[picked])
      else return false
    } else if (isNumberField(field)) {
      const clean = text.trim() === '' ? null : field.type === 'rate' ? readRate(text) : normaliseDecimal(text)
      if (text.trim() !== '' && clean === null) return false
      onCommit(clean)
    } else onCommit(text)
    setDirty(false)
    return true
  }

  /** A scanner ends its code with Enter before the list has answered: ask for exactly this text, then press the key again. */
  const askNow = async (leaving?: string) => {
    asking.current = true
    const hits = await resourcesApi.lookup(lookup.path, text, { limit: 5, ...(lookupExtra ? { extra: lookupExtra } : {}) }).catch(() => [])
    const hit = pickExact(hits, text) ?? (field.allowNew ? undefined : hits[0])
    asking.current = false
    if (!hit && field.allowNew) {
      flushSync(() => take({ value: NEW, code: text.trim(), text: '' }))
      if (leaving) flushSync(() => void input.current?.dispatchEvent(pressOf(leaving)))
    } else if (hit) {
      flushSync(() => take({ value: hit.id, code: hit.code, text: hit.name, hit }))
      if (leaving) flushSync(() => void input.current?.dispatchEvent(pressOf(leaving)))
    } else {
      dropKept()
      setOpen(true)
    }
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (asking.current) {
      if (!keepKey(event)) return
      event.preventDefault()
      event.stopPropagation()
      return
    }
    const listKeys = open && options.length > 0 && !event.altKey
    if (event.altKey && event.key === 'ArrowDown') {
      event.preventDefault()
      setOpen(true)
    } else if (listKeys && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      setPicked((known) => Math.min(Math.max(known + (event.key === 'ArrowDown' ? 1 : -1), 0), options.length - 1))
    } else if (event.key === 'Escape') {
      if (!dirty && !open) return onKey(event, false)
      event.preventDefault()
      event.stopPropagation()
      setDirty(false)
      setOpen(false)
    } else if (event.key === 'F2') {
      event.preventDefault()
      setText(text)
      setDirty(true)
      input.current?.setSelectionRange(text.length, text.length)
    } else if (['Enter', 'Tab'].includes(event.key) || (!dirty && /^(Arrow|Page|Home|End)/.test(event.key)) || ((dirty && !isReference) && /^Arrow(Up|Down)$/.test(event.key)) || event.ctrlKey || event.metaKey || event.key === 'Insert') {
      if (['c', 'v', 'x', 'a'].includes(event.key.toLowerCase()) && (event.ctrlKey || event.metaKey)) return
      if (event.key === 'Enter' && open && !dirty && options[picked] && !event.ctrlKey) take(options[picked])
      else if (!settle()) {
        event.preventDefault()
        event.stopPropagation()
        if (isReference && !lookup.settled) void askNow(leaveOf(event))
        else dropKept()
        return
      }
      if (dirty && leaveOf(event) === SAVE) {
        event.preventDefault()
        event.stopPropagation()
        return setLeave({ key: SAVE })
      }
      onKey(event, dirty)
    }
  }

  // A click into what nobody touched selects it all, as in a spreadsheet: a figure typed now replaces, it never joins the old one.
  return (
    <div className="hk-cell-editor">
      <input ref={input} value={text} aria-label={field.label} inputMode={isNumberField(field) ? 'decimal' : 'text'} autoComplete="off"
        className={isNumberField(field) ? 'hk-num' : ''} placeholder={isReference ? t(field.name === 'lot' && !field.allowNew ? 'documents.lots.automatic' : 'resource.pick') : field.type === 'date' ? 'YYYY-MM-DD' : ''}
        {...(isListed ? { role: 'combobox', 'aria-expanded': open, 'aria-controls': 'hk-cell-list', 'aria-autocomplete': 'list' as const } : {})}
        onChange={(event) => { setText(event.target.value); setDirty(true); setPicked(0); if (isListed) setOpen(true) }}
        onKeyDown={onKeyDown} onBlur={() => { if (!asking.current && !settle() && isReference && !lookup.settled) void askNow(); setOpen(false) }}
        onMouseUp={(event) => { if (!dirty) event.currentTarget.select() }}
        onDoubleClick={() => { if (isListed) setOpen(true); else { setText(text); setDirty(true) } }}
        onPaste={(event) => { if (onPaste(event.clipboardData.getData('text/plain'))) event.preventDefault() }} />
      {open && (isReference || isChoice || (isOffer && options.length > 0)) ? (
        <ul id="hk-cell-list" role="listbox" aria-label={field.label} className="hk-cell-list">
          {options.map((option, index) => (
            <li key={option.value} role="option" aria-selected={index === picked} onMouseDown={(event) => { event.preventDefault(); take(option) }} onMouseEnter={() => setPicked(index)}>
              {option.code ? <span className="hk-option-code">{option.code}</span> : null}
              <span className="hk-grow hk-ellipsis">{option.text}</span>
              {option.hint ? <span className="hk-faint hk-ellipsis">{option.hint}</span> : null}
            </li>
          ))}
          {options.length === 0 ? <li className="hk-faint" role="option" aria-selected={false}>{lookup.busy ? t('kit.loading') : t('resource.pick.none')}</li> : null}
        </ul>
      ) : null}
    </div>
  )
}

import { useQueries, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import './fields.css'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { resourcesApi } from '@/api'
import type { LookupHit, Reference } from '@/api'
import { dropKept, keepKey, referenceText, takeKept } from '@/kit'
import { useMaybeMeta } from '../meta'

interface ReferencePickerProps {
  id?: string
  resource: string
  label: string
  value: unknown
  onChange: (value: Reference | Reference[] | null) => void
  multiple?: boolean
  required?: boolean
  disabled?: boolean
  autoFocus?: boolean
  extra?: Record<string, string>
  /** A record was taken with Enter: the cursor goes on to what has to be filled next. */
  onEntered?: ((value: Reference) => void) | undefined
}

export function useLookup(resource: string, q: string, enabled: boolean, extra?: Record<string, string>) {
  const meta = useMaybeMeta()
  const path = meta?.resources.find((spec) => spec.name === resource)?.path ?? (meta?.document_types.some((type) => type.code === resource) ? `document-types/${resource}` : resource)
  const [settled, setSettled] = useState(q)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(q), 120)
    return () => clearTimeout(timer)
  }, [q])
  const query = useQuery({
    queryKey: ['lookup', path, settled, extra],
    queryFn: ({ signal }) => resourcesApi.lookup(path, settled, { signal, ...(extra ? { extra } : {}) }),
    enabled: enabled && resource !== '',
    staleTime: 30_000,
    placeholderData: (previous) => previous,
  })
  return { hits: query.data ?? [], busy: query.isFetching, settled: settled === q && !query.isFetching, path }
}

function asReference(value: unknown): Reference | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'object') return value as Reference
  return { id: String(value) }
}

/** Names of records of which only the id is known (from an address, a saved mapping): a picker never shows a bare dash. */
function useNamed(path: string, chosen: Reference[]): Reference[] {
  const nameless = chosen.filter((entry) => !entry.code && !entry.name)
  const found = useQueries({
    queries: nameless.map((entry) => ({
      queryKey: ['record', path, entry.id],
      queryFn: () => resourcesApi.read(path, entry.id),
      staleTime: 300_000,
      retry: false,
    })),
  })
  return chosen.map((entry) => {
    const row = found[nameless.indexOf(entry)]?.data
    if (!row) return entry
    const text = (name: string) => (typeof row[name] === 'string' ? { [name]: row[name] } : {})
    return { ...entry, ...text('code'), ...text('name') }
  })
}

/** Never what somebody types: the widget would take a typed number for the key of a record. */
const keyOf = (id: string): string => `#${id}`

const fromHit = (hit: LookupHit): Reference => ({ id: hit.id, code: hit.code, name: hit.name })

/** Finds a record by code, name, pinyin, barcode or spec; shows code, name and hint. */
export function ReferencePicker({ id, resource, label, value, onChange, multiple, required, disabled, autoFocus, extra, onEntered }: ReferencePickerProps) {
  const { t } = useTranslation()
  const [q, setQ] = useState('')
  const [open, setOpen] = useState(false)
  const lookup = useLookup(resource, q, open, extra)

  const given = useMemo(() => {
    const list = multiple ? (Array.isArray(value) ? value : []) : [value]
    return list.map(asReference).filter((entry): entry is Reference => entry !== null)
  }, [value, multiple])
  const chosen = useNamed(lookup.path, given)

  const options = useMemo(() => {
    const found = lookup.hits.map((hit) => ({ value: keyOf(hit.id), text: hit.name || hit.code, title: [hit.code, hit.name, hit.hint].filter(Boolean).join(' '), hit }))
    const known = new Set(found.map((option) => option.value))
    const kept = chosen
      .filter((entry) => !known.has(keyOf(entry.id)))
      .map((entry) => ({ value: keyOf(entry.id), text: referenceText(entry), title: referenceText(entry), hit: null }))
    return open && q !== '' ? found : [...kept, ...found]
  }, [lookup.hits, chosen, open, q])

  /** Whether the highlight was moved since the last letter: if not, Enter means the first of the list. */
  const moved = useRef(false)
  const byEnter = useRef(false)
  /** The cursor is on its way to the next field: what is typed by now belongs there. */
  const leaving = useRef(false)
  const goOn = (value: Reference) => {
    setOpen(false)
    setQ('')
    if (!onEntered) return
    leaving.current = true
    onEntered(value)
  }

  const pick = (keys: string | string[] | undefined | null) => {
    const of = (key: string): Reference => {
      const hit = lookup.hits.find((entry) => keyOf(entry.id) === key)
      return hit ? fromHit(hit) : (chosen.find((entry) => keyOf(entry.id) === key) ?? { id: key.slice(1) })
    }
    if (Array.isArray(keys)) return onChange(keys.map(of))
    onChange(keys ? of(keys) : null)
    if (keys && byEnter.current) goOn(of(keys))
  }
  const take = (hit: LookupHit) => {
    if (multiple) {
      onChange([...chosen.filter((entry) => entry.id !== hit.id), fromHit(hit)])
      setQ('')
    } else {
      onChange(fromHit(hit))
      goOn(fromHit(hit))
    }
  }

  // Enter before the list has answered means the first of what is coming, never one of the former list.
  const waiting = useRef<string | null>(null)
  const first = lookup.settled ? lookup.hits[0] : undefined
  useEffect(() => {
    if (waiting.current === null || !lookup.settled || waiting.current !== q) return
    waiting.current = null
    if (first) take(first)
    else dropKept()
  })

  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const stop = () => {
      event.preventDefault()
      event.stopPropagation()
    }
    byEnter.current = event.key === 'Enter'
    if (event.key === 'Escape') {
      waiting.current = null
      dropKept()
    } else if (waiting.current !== null || leaving.current) {
      if (keepKey(event)) stop()
    } else if (/^(Arrow|Page)/.test(event.key)) moved.current = true
    else if (event.key === 'Enter' && open && q !== '' && !(lookup.settled && moved.current)) {
      stop()
      if (!lookup.settled) waiting.current = q
      else if (first) take(first)
    }
  }
  /** Keys typed before the cursor came are for this field. */
  const onFocus = () => {
    leaving.current = false
    const ahead = takeKept()
    if (ahead.text === '') return
    setOpen(true)
    setQ(ahead.text)
    if (ahead.leave !== null) waiting.current = ahead.text
  }
  const onBlur = () => {
    leaving.current = false
    waiting.current = null
  }
  const search = (text: string) => {
    moved.current = false
    setQ(text)
  }

  const keys = chosen.map((entry) => keyOf(entry.id))
  return (
    <div onKeyDownCapture={onKey} onMouseDownCapture={() => { byEnter.current = false }} onMouseMove={() => { moved.current = true }}>
    <Select<string | string[]> {...(id ? { id } : {})} {...(multiple ? { mode: 'multiple' as const } : {})} open={open}
      value={multiple ? keys : keys[0] as string} showSearch={{ filterOption: false, onSearch: search, searchValue: q }} allowClear={!required} disabled={disabled ?? false} autoFocus={autoFocus ?? false}
      aria-label={label} placeholder={t('resource.pick')} loading={lookup.busy} style={{ width: '100%' }} popupMatchSelectWidth={false}
      styles={{ popup: { root: { minWidth: 280, maxWidth: 480 } } }} onOpenChange={(next) => { setOpen(next); if (!next) setQ('') }}
      onFocus={onFocus} onBlur={onBlur} notFoundContent={lookup.busy ? t('kit.loading') : t('resource.pick.none')}
      options={options} optionLabelProp="text" onChange={pick}
      optionRender={({ value: picked }) => {
        const option = options.find((entry) => entry.value === picked)
        return (
          <span className="hk-option">
            {option?.hit ? <span className="hk-option-code">{option.hit.code}</span> : null}
            <span className="hk-grow hk-ellipsis">{option?.hit ? option.hit.name : option?.text}</span>
            {option?.hit?.hint ? <span className="hk-faint hk-ellipsis">{option.hit.hint}</span> : null}
          </span>
        )
      }} />
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import './fields.css'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { resourcesApi } from '@/api'
import type { LookupHit, Reference } from '@/api'
import { referenceText } from '@/kit'
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
}

export function useLookup(resource: string, q: string, enabled: boolean, extra?: Record<string, string>) {
  const meta = useMaybeMeta()
  const path = meta?.resources.find((spec) => spec.name === resource)?.path ?? resource
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

const fromHit = (hit: LookupHit): Reference => ({ id: hit.id, code: hit.code, name: hit.name })

/** Finds a record by code, name, pinyin, barcode or spec; shows code, name and hint. */
export function ReferencePicker({ id, resource, label, value, onChange, multiple, required, disabled, autoFocus, extra }: ReferencePickerProps) {
  const { t } = useTranslation()
  const [q, setQ] = useState('')
  const [open, setOpen] = useState(false)
  const lookup = useLookup(resource, q, open, extra)

  const chosen = useMemo(() => {
    const list = multiple ? (Array.isArray(value) ? value : []) : [value]
    return list.map(asReference).filter((entry): entry is Reference => entry !== null)
  }, [value, multiple])

  const options = useMemo(() => {
    const found = lookup.hits.map((hit) => ({ value: hit.id, text: hit.name || hit.code, hit }))
    const known = new Set(found.map((option) => option.value))
    const kept = chosen
      .filter((entry) => !known.has(entry.id))
      .map((entry) => ({ value: entry.id, text: referenceText(entry), hit: null }))
    return open && q !== '' ? found : [...kept, ...found]
  }, [lookup.hits, chosen, open, q])

  const pick = (ids: string | string[] | undefined | null) => {
    const of = (wanted: string): Reference => {
      const hit = lookup.hits.find((entry) => entry.id === wanted)
      return hit ? fromHit(hit) : (chosen.find((entry) => entry.id === wanted) ?? { id: wanted })
    }
    if (Array.isArray(ids)) onChange(ids.map(of))
    else onChange(ids ? of(ids) : null)
  }

  // Enter before the list has answered means the first of what is coming, never one of the former list.
  const waiting = useRef<string | null>(null)
  const first = lookup.settled ? lookup.hits[0] : undefined
  useEffect(() => {
    const asked = waiting.current
    if (asked === null || !lookup.settled) return
    waiting.current = null
    if (!first || asked !== q) return
    onChange(multiple ? [...chosen, fromHit(first)] : fromHit(first))
    setOpen(false)
    setQ('')
  }, [first, lookup.settled, q, chosen, multiple, onChange])
  const onKey = (event: KeyboardEvent) => {
    waiting.current = event.key === 'Enter' && open && q !== '' && !lookup.settled ? q : null
    if (waiting.current === null) return
    event.preventDefault()
    event.stopPropagation()
  }

  const ids = chosen.map((entry) => entry.id)
  return (
    <div onKeyDownCapture={onKey}>
    <Select<string | string[]> {...(id ? { id } : {})} {...(multiple ? { mode: 'multiple' as const } : {})} open={open}
      value={multiple ? ids : ids[0] as string} showSearch={{ filterOption: false, onSearch: setQ, searchValue: q }} allowClear={!required} disabled={disabled ?? false} autoFocus={autoFocus ?? false}
      aria-label={label} placeholder={t('resource.pick')} loading={lookup.busy} style={{ width: '100%' }} popupMatchSelectWidth={false}
      styles={{ popup: { root: { minWidth: 280, maxWidth: 480 } } }} onOpenChange={(next) => { setOpen(next); if (!next) setQ('') }}
      notFoundContent={lookup.busy ? t('kit.loading') : t('resource.pick.none')}
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

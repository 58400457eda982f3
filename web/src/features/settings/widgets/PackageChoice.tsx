import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Drawer, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { configApi } from '@/api'
import type { ConfigPart, Contents, Keys } from '@/api/config'
import { ErrorState, Notice, Skeleton, useErrorText } from '@/kit'

interface PackageChoiceProps {
  id: string
  contents: Contents
  onClose: () => void
  onSaved: (contents: Contents) => void
}

const name = (part: string, key: string): string => `${part}\n${key}`

/** What is ticked, and whatever that needs. */
export function withNeeds(parts: ConfigPart[], ticked: ReadonlySet<string>): Set<string> {
  const known = new Map(parts.flatMap((part) => part.pieces.map((piece) => [name(part.part, piece.key), piece] as const)))
  const found = new Set(ticked)
  const waiting = [...ticked]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    for (const need of known.get(one)?.needs ?? []) {
      const key = name(need.part, need.key)
      if (known.has(key) && !found.has(key)) {
        found.add(key)
        waiting.push(key)
      }
    }
  }
  return found
}

const byPart = (keys: Iterable<string>): Keys => {
  const found: Keys = {}
  for (const one of keys) {
    const [part = '', key = ''] = one.split('\n')
    ;(found[part] ??= []).push(key)
  }
  return found
}

/** Tick what the package shall hold; what it needs is ticked along. */
export function PackageChoice({ id, contents, onClose, onSaved }: PackageChoiceProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const parts = useQuery({ queryKey: ['config-pieces'], queryFn: configApi.pieces, staleTime: 0 })
  const packed = Object.entries(contents.contents).flatMap(([part, pieces]) => Object.entries(pieces).map(([key, piece]) => ({ one: name(part, key), gone: piece === null })))
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(packed.filter((piece) => !piece.gone).map((piece) => piece.one)))
  const [removed, setRemoved] = useState<ReadonlySet<string>>(() => new Set(packed.filter((piece) => piece.gone).map((piece) => piece.one)))
  const [search, setSearch] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const all = parts.data ?? []
  const whole = withNeeds(all, ticked)
  const toggle = (one: string, on: boolean) => setTicked((before) => { const next = new Set(before); if (on) next.add(one); else next.delete(one); return next })
  const save = async () => {
    setBusy(true)
    try {
      onSaved(await configApi.choose(id, { rev: contents.rev, chosen: byPart(whole), removed: byPart([...removed].filter((one) => !whole.has(one))) }))
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  const wanted = search.trim().toLowerCase()
  return (
    <Drawer open size={560} styles={{ wrapper: { maxWidth: '96vw' } }} title={t('settings.packages.choose')} onClose={onClose}
      footer={<div className="hk-row"><Button type="primary" loading={busy} onClick={() => void save()}>{t('settings.packages.take', { count: whole.size })}</Button><Button onClick={onClose}>{t('resource.cancel')}</Button></div>}>
      {error ? <Notice messages={[say(error)]} /> : null}
      <p className="hk-muted">{t('settings.packages.choose.about')}</p>
      <Input.Search allowClear placeholder={t('settings.packages.search')} aria-label={t('settings.packages.search')} onChange={(event) => setSearch(event.target.value)} style={{ marginBottom: 12 }} />
      {parts.isPending ? <Skeleton rows={6} /> : parts.isError ? <ErrorState error={parts.error} onRetry={() => void parts.refetch()} /> : all.filter((part) => part.pieces.length > 0).map((part) => (
        <section key={part.part} aria-label={part.label}>
          <h3 className="hk-section">{part.label}</h3>
          <div className="hk-piece-choice">
            {part.pieces.filter((piece) => piece.title.toLowerCase().includes(wanted)).map((piece) => {
              const one = name(part.part, piece.key)
              const along = whole.has(one) && !ticked.has(one)
              return (
                <Checkbox key={piece.key} checked={whole.has(one)} disabled={along} onChange={(event) => toggle(one, event.target.checked)}>
                  {piece.title}{along ? <span className="hk-faint"> {t('settings.packages.along')}</span> : null}
                </Checkbox>
              )
            })}
          </div>
        </section>
      ))}
      {removed.size === 0 ? null : (
        <section aria-label={t('settings.packages.gone.piece')}>
          <h3 className="hk-section">{t('settings.packages.gone.piece')}</h3>
          <div className="hk-piece-choice">{[...removed].map((one) => <Checkbox key={one} checked onChange={() => setRemoved((before) => new Set([...before].filter((other) => other !== one)))}>{one.split('\n')[1]}</Checkbox>)}</div>
        </section>
      )}
    </Drawer>
  )
}

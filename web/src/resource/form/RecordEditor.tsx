import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Popconfirm } from 'antd'
import { Suspense, useContext, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, isApiError, resourcesApi } from '@/api'
import type { RecordRow, ResourceSpec, Values } from '@/api'
import { ErrorState, Notice, Skeleton, useCommands, useErrorText } from '@/kit'
import { defaultValues, wireChildren, wireValues } from '../fields/values'
import { can, useMeta } from '../meta'
import { PanelsContext } from '../panels'
import { DuplicateHints, HINTED } from './DuplicateHints'
import { nameOf } from './names'
import { RecordForm } from './RecordForm'
import { StaleNotice } from './StaleNotice'
import { useRemoval } from './useRemoval'

interface RecordEditorProps {
  spec: ResourceSpec
  id: string
  onSaved: (record: RecordRow) => void
  onDeleted: () => void
  /** Draws the content between title and buttons, in a drawer or on a page. */
  frame: (parts: { title: string; body: React.ReactNode; footer: React.ReactNode }) => React.ReactNode
}

/** One record: read, change, save, delete. The id "new" means it does not exist yet. */
export function RecordEditor({ spec, id, onSaved, onDeleted, frame }: RecordEditorProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const queries = useQueryClient()
  const { message, modal } = App.useApp()
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const Panel = useContext(PanelsContext)[spec.name]
  const isNew = id === 'new'
  const removeRecord = useRemoval(spec)
  const record = useQuery({
    queryKey: ['record', spec.path, id],
    queryFn: () => resourcesApi.read(spec.path, id),
    enabled: !isNew,
    staleTime: 0,
  })
  const fields = useMemo(() => spec.fields.filter((field) => field.in_form !== false && field.type !== 'image' && !(isNew && field.readonly)), [spec, isNew])
  const before = record.data
  const writable = can(meta, spec.name, isNew ? 'create' : 'update') && spec.actions.includes(isNew ? 'create' : 'update')

  useEffect(() => {
    if (before) form.setFieldsValue(before)
  }, [before, form])

  const save = async () => {
    setError(null)
    let typed: Values
    try {
      typed = await form.validateFields()
    } catch {
      return
    }
    setBusy(true)
    try {
      const saved = isNew
        ? await resourcesApi.create(spec.path, { ...wireValues(fields, typed), ...wireChildren(spec.children ?? [], typed) })
        : await resourcesApi.update(spec.path, id, { ...wireValues(fields, typed, before), ...wireChildren(spec.children ?? [], typed, before), rev: before?.rev })
      queries.setQueryData(['record', spec.path, saved.id], saved)
      void queries.invalidateQueries({ queryKey: ['list', spec.path] })
      void queries.invalidateQueries({ queryKey: ['lookup', spec.path] })
      void message.success(t('resource.saved', { name: nameOf(spec, saved) }))
      const secret = saved['token'] ?? saved['secret']
      if (isNew && typeof secret === 'string') {
        modal.info({ title: t('resource.secret'), content: <code style={{ overflowWrap: 'anywhere', userSelect: 'all' }}>{secret}</code> })
      }
      onSaved(saved)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  const remove = async () => {
    if (before && (await removeRecord(before))) onDeleted()
  }

  useCommands(writable ? [{ key: 'save', label: t('resource.save'), shortcut: 'Mod+Enter', group: spec.label, perform: () => void save() }] : [])

  const named = error ? fieldErrors(error) : {}
  const known = new Set([...fields, ...(spec.children ?? [])].map((entry) => entry.name))
  const general = Object.entries(named).filter(([name]) => !known.has(name)).map(([, text]) => text)
  const stale = isApiError(error) && error.code === 'stale_revision' ? error : null
  const unreachable = isApiError(error) && (error.status === 0 || error.status >= 500)

  const body = isNew || before ? (
    <>
      {stale ? <StaleNotice error={stale} fields={spec.fields} onReload={() => { setError(null); void record.refetch() }} /> : null}
      {error && !stale && (general.length > 0 || unreachable) ? <div style={{ marginBottom: 12 }}><Notice messages={unreachable ? [say(error)] : general} /></div> : null}
      {isNew && HINTED.has(spec.name) ? <DuplicateHints resource={spec.name} form={form} /> : null}
      <RecordForm form={form} fields={fields} children={spec.children ?? []} initial={isNew ? defaultValues(fields) : { ...before }} errors={stale ? {} : named} onSubmit={() => void save()} disabled={!writable} autoFocus={isNew} />
      {before && Panel ? <Suspense fallback={<Skeleton rows={3} />}><Panel record={before} /></Suspense> : null}
    </>
  ) : record.isError ? <ErrorState error={record.error} onRetry={() => void record.refetch()} /> : <Skeleton />

  const footer = (
    <div className="hk-row">
      {writable ? <Button type="primary" loading={busy} onClick={() => void save()}>{t('resource.save')}</Button> : null}
      {!isNew && spec.actions.includes('delete') && can(meta, spec.name, 'delete') ? (
        <Popconfirm title={t('resource.delete.ask', { name: before ? nameOf(spec, before) : '' })} okText={t('resource.delete')} cancelText={t('resource.cancel')} okButtonProps={{ danger: true }} onConfirm={remove}>
          <Button danger type="text">{t('resource.delete')}</Button>
        </Popconfirm>
      ) : null}
    </div>
  )
  return frame({ title: isNew ? t('resource.newOf', { label: spec.label }) : before ? nameOf(spec, before) : spec.label, body, footer })
}

import { PlusOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Navigate, useNavigate, useParams } from 'react-router'
import { apiUrl, documentsApi } from '@/api'
import type { DocTypeSpec, RecordRow, TransitionSpec } from '@/api'
import { EmptyState, Page, useCommands, useErrorText, usePhone } from '@/kit'
import type { Command } from '@/kit'
import { ListView } from '../list/ListView'
import { can, documentPath, useDocType, useMeta } from '../meta'
import { useConfirm } from './useConfirm'
import { usePrints } from './usePrints'
import { useReason } from './useReason'

export function DocumentListPage() {
  const { t } = useTranslation()
  const { type = '' } = useParams()
  const spec = useDocType(type)
  if (/^\d+$/.test(type)) return <Navigate to={documentPath('-', type)} replace />
  if (!spec) return <EmptyState title={t('documents.unknownType')} text={type} />
  return <DocumentList key={spec.code} spec={spec} />
}

const among = (states: string[], state: unknown): boolean => states.some((entry) => entry.toLowerCase() === String(state).toLowerCase())

function DocumentList({ spec }: { spec: DocTypeSpec }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const say = useErrorText()
  const navigate = useNavigate()
  const { message, modal } = App.useApp()
  const confirm = useConfirm()
  const ask = useReason()
  const papers = usePrints(spec).filter((one) => one.layout.startsWith('template-'))
  const mayCreate = can(meta, spec.code, 'create')
  const extra = useMemo(() => ({ type: spec.code }), [spec.code])
  const open = useCallback((row: RecordRow) => void navigate(documentPath(spec.code, row.id)), [navigate, spec.code])
  const create = () => void navigate(spec.made_at ?? `/documents/${spec.code}/new`)

  useCommands(mayCreate ? [{ key: 'new', label: t('resource.newOf', { label: spec.label }), shortcut: 'Alt+n', group: spec.label, perform: create }] : [])

  const runAll = async (transition: TransitionSpec, rows: RecordRow[], done: () => void) => {
    const reason = await ask({ title: transition.label, text: t('documents.batch', { count: rows.length }), needsReason: transition.needs_reason === true, danger: transition.danger === true })
    if (reason === null) return
    try {
      const documents = rows.map((row) => ({ id: row.id, transition: transition.name, ...(reason ? { reason } : {}) }))
      const result = await confirm((codes) => documentsApi.batchTransition(documents, codes.length > 0 ? codes : undefined))
      if (result === null) return
      void message.success(t('documents.batchDone', { action: transition.label, count: rows.length }))
      done()
    } catch (error) {
      modal.warning({ title: t('documents.batchRefused'), content: say(error) })
    }
  }

  const bulk = (rows: RecordRow[], done: () => void): Command[] => [
    ...spec.transitions
      .filter((transition) => can(meta, spec.code, transition.name) && rows.every((row) => among(transition.from, row['state'])))
      .map((transition) => ({ key: transition.name, label: transition.label, danger: transition.danger ?? false, perform: () => void runAll(transition, rows, done) })),
    ...spec.push_targets.map((target) => ({
      key: `push:${target}`,
      label: t('documents.pushTo', { target: meta.document_types.find((entry) => entry.code === target)?.label ?? target }),
      perform: () => void navigate(`/documents/${target}/new?from=${rows.map((row) => row.id).join(',')}`),
    })),
    ...papers.map((one) => ({
      key: one.layout, label: t('documents.printAll', { name: one.label }),
      perform: () => void window.open(apiUrl('/documents/print', { ids: rows.map((row) => row.id).join(','), layout: one.layout }), '_blank', 'noopener'),
    })),
  ]

  return (
    <Page title={spec.label} fill={!phone}
      actions={
        <>
          {spec.actions.includes('import') ? <Link to={`/import?kind=${spec.code}`}><Button>{t('resource.import')}</Button></Link> : null}
          {mayCreate ? <Button type="primary" icon={<PlusOutlined />} onClick={create}>{t('resource.new')}</Button> : null}
        </>
      }>
      <ListView listKey={spec.code} path="documents" extra={extra} fields={spec.list_fields} onOpen={open} bulk={bulk} exportable={(spec.actions.length === 0 || spec.actions.includes('export')) && can(meta, spec.code, 'export')}
        empty={
          <EmptyState title={t('resource.empty', { label: spec.label })} text={t('documents.empty.text')}>
            {mayCreate ? <Button type="primary" onClick={create}>{t('resource.new')}</Button> : null}
          </EmptyState>
        } />
    </Page>
  )
}

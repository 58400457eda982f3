import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Drawer } from 'antd'
import { useCallback, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { resourcesApi } from '@/api'
import type { RecordRow, ResourceSpec } from '@/api'
import { EmptyState, Page, useCommands, useErrorText, usePhone } from '@/kit'
import { LinkedText } from './form/LinkedText'
import { nameOf } from './form/names'
import { RecordEditor } from './form/RecordEditor'
import { ListView } from './list/ListView'
import { can, useMeta, useResource } from './meta'
import { OwnPagesContext } from './panels'

export function RecordListPage() {
  const { t } = useTranslation()
  const { resource = '' } = useParams()
  const spec = useResource(resource)
  if (!spec) return <EmptyState title={t('resource.unknown')} text={resource} />
  return <RecordList key={spec.name} spec={spec} />
}

function RecordList({ spec }: { spec: ResourceSpec }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const say = useErrorText()
  const navigate = useNavigate()
  const { modal, message } = App.useApp()
  const [params, setParams] = useSearchParams()
  const paged = useContext(OwnPagesContext).has(spec.name) || phone
  const open = params.get('open')
  const mayCreate = spec.actions.includes('create') && can(meta, spec.name, 'create')
  const mayImport = mayCreate && spec.actions.includes('import') && can(meta, 'import-runs', 'create')
  const mayDelete = spec.actions.includes('delete') && can(meta, spec.name, 'delete')

  const show = useCallback(
    (id: string | null) => {
      if (id && paged) {
        void navigate(`/records/${spec.name}/${id}`)
        return
      }
      setParams((known) => {
        const next = new URLSearchParams(known)
        if (id) next.set('open', id)
        else next.delete('open')
        return next
      })
    },
    [navigate, paged, setParams, spec.name],
  )
  const openRow = useCallback((row: RecordRow) => show(row.id), [show])

  useCommands(mayCreate ? [{ key: 'new', label: t('resource.newOf', { label: spec.label }), shortcut: 'Alt+n', group: spec.label, perform: () => show('new') }] : [])

  const removeAll = (rows: RecordRow[], done: () => void) => {
    const names = rows.slice(0, 5).map((row) => nameOf(spec, row)).join(', ')
    modal.confirm({
      title: t('resource.delete.askMany', { count: rows.length }),
      content: rows.length > 5 ? `${names} …` : names,
      okText: t('resource.delete'),
      cancelText: t('resource.cancel'),
      okButtonProps: { danger: true },
      onOk: async () => {
        const refused: string[] = []
        for (const row of rows) {
          await resourcesApi.remove(spec.path, row.id).catch((error: unknown) => refused.push(`${nameOf(spec, row)}: ${say(error)}`))
        }
        done()
        if (refused.length > 0) modal.warning({ title: t('resource.delete.refused'), content: <ul>{refused.map((text) => <li key={text}><LinkedText text={text} /></li>)}</ul> })
        else void message.success(t('resource.deletedMany', { count: rows.length }))
      },
    })
  }

  return (
    <Page title={spec.label_plural} fill={!phone}
      actions={
        <>
          {mayImport ? <Link to={`/import?kind=${spec.name}`}><Button>{t('resource.import')}</Button></Link> : null}
          {mayCreate ? <Button type="primary" icon={<PlusOutlined />} onClick={() => show('new')}>{t('resource.new')}</Button> : null}
        </>
      }>
      <ListView listKey={spec.name} path={spec.path} fields={spec.fields} active={open} onOpen={openRow} exportable={spec.actions.includes('export') && can(meta, spec.name, 'export')}
        bulk={(rows, done) => (mayDelete ? [{ key: 'delete', label: t('resource.delete'), danger: true, perform: () => removeAll(rows, done) }] : [])}
        empty={
          <EmptyState title={t('resource.empty', { label: spec.label_plural })} text={t('resource.empty.text')}>
            {mayCreate ? <Button type="primary" onClick={() => show('new')}>{t('resource.new')}</Button> : null}
            {mayImport ? <Link to={`/import?kind=${spec.name}`}><Button>{t('resource.import')}</Button></Link> : null}
          </EmptyState>
        } />
      {open && !paged ? (
        <RecordEditor key={open} spec={spec} id={open} onSaved={(record) => { if (open === 'new') show(record.id) }} onDeleted={() => show(null)}
          frame={({ title, body, footer }) => (
            <Drawer open title={title} size={640} mask={false} onClose={() => show(null)} footer={footer} styles={{ wrapper: { maxWidth: '92vw' } }}>{body}</Drawer>
          )} />
      ) : null}
    </Page>
  )
}

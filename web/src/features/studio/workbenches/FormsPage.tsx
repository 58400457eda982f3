import { useQuery, useQueryClient } from '@tanstack/react-query'
import { PlusOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { resourcesApi } from '@/api'
import type { RecordRow } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, StateTag, useErrorText } from '@/kit'
import { can, useMeta, useResource } from '@/resource/meta'
import { PushDrawer } from '../widgets/PushDrawer'
import { UserFormDrawer } from '../widgets/UserFormDrawer'
import '../studio.css'

const PATH = 'user-forms'

/** 表单: the forms a firm made for itself; a new one leads to its designer. */
export function FormsPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message, modal } = App.useApp()
  const spec = useResource(PATH)
  const [open, setOpen] = useState<RecordRow | 'new' | null>(null)
  const [pushing, setPushing] = useState<RecordRow | null>(null)
  const all = useQuery({ queryKey: ['list', PATH], queryFn: () => resourcesApi.list(PATH, { limit: 200, sort: 'name' }) })
  if (!spec) return null
  const menus = spec.fields.find((field) => field.name === 'menu')?.choices ?? []
  const known = async () => {
    await queries.invalidateQueries({ queryKey: ['meta'] })
    await queries.invalidateQueries({ queryKey: ['list', PATH] })
  }
  const design = (code: string) => `/settings/form-designs?type=${code}`
  const saved = async (row: RecordRow, fresh: boolean) => {
    await known()
    setOpen(null)
    if (fresh) void navigate(design(String(row['code'])))
  }
  /** Lists tell the columns only; what is changed is read whole. */
  const whole = async (row: RecordRow, show: (read: RecordRow) => void) => {
    try {
      show(await resourcesApi.read(PATH, row.id))
    } catch (failure) {
      void message.error(say(failure))
    }
  }
  const remove = (row: RecordRow) =>
    modal.confirm({
      title: t('forms.delete.title', { name: String(row['name']) }), okText: t('resource.delete'), cancelText: t('resource.cancel'), okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await resourcesApi.remove(PATH, row.id)
          await known()
        } catch (failure) {
          void message.error(say(failure))
        }
      },
    })
  const fresh = can(meta, PATH, 'create') ? <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpen('new')}>{t('forms.new')}</Button> : null
  const rows = all.data?.items ?? []
  const labelOf = (code: string) => meta.document_types.find((type) => type.code === code)?.label ?? code
  const makes = (row: RecordRow) => meta.document_types.find((type) => type.code === row['code'])?.push_targets ?? []
  return (
    <Page title={t('forms.title')} actions={rows.length > 0 ? fresh : null}>
      {all.isPending ? <Skeleton rows={5} /> : all.isError ? <ErrorState error={all.error} onRetry={() => void all.refetch()} /> : rows.length === 0 ? (
        <EmptyState title={t('forms.none')} text={t('forms.none.text')}>{fresh}</EmptyState>
      ) : (
        <ul className="hk-studio-boards hk-forms">
          {rows.map((row) => (
            <li key={row.id} className="hk-panel" data-form={String(row['code'])}>
              <div className="hk-row">
                <Link className="hk-grow" to={`/documents/${String(row['code'])}`}><strong>{labelOf(String(row['code'])) || String(row['name'])}</strong></Link>
                {row['archived'] ? <StateTag value="archived" label={t('forms.archived')} color="grey" /> : null}
              </div>
              <span className="hk-faint">{menus.find((one) => one.value === row['menu'])?.label} · {String(row['prefix'])}{row['has_rows'] ? ` · ${t('forms.rows')}` : ''}</span>
              {makes(row).length > 0 ? <span className="hk-faint">{t('forms.makes', { targets: makes(row).map(labelOf).join(t('documents.comma')) })}</span> : null}
              <span className="hk-row">
                <Link to={design(String(row['code']))}><Button size="small">{t('forms.design')}</Button></Link>
                <Button size="small" onClick={() => void whole(row, setPushing)}>{t('forms.push')}</Button>
                <Button size="small" onClick={() => void whole(row, setOpen)}>{t('forms.settings')}</Button>
                {can(meta, PATH, 'delete') ? <Button size="small" type="text" danger onClick={() => remove(row)}>{t('resource.delete')}</Button> : null}
              </span>
            </li>
          ))}
        </ul>
      )}
      {open ? <UserFormDrawer key={open === 'new' ? 'new' : open.id} spec={spec} record={open === 'new' ? null : open} onClose={() => setOpen(null)} onSaved={saved} /> : null}
      {pushing ? <PushDrawer key={pushing.id} record={pushing} onClose={() => setPushing(null)} onSaved={() => { setPushing(null); void known() }} /> : null}
    </Page>
  )
}

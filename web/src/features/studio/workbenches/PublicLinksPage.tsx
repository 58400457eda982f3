import { useQuery, useQueryClient } from '@tanstack/react-query'
import { PlusOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { linksApi, resourcesApi } from '@/api'
import type { RecordRow } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, StateTag, formatTime, useErrorText } from '@/kit'
import { can, useMeta, useResource } from '@/resource/meta'
import { LinkAddressModal } from '../widgets/LinkAddressModal'
import { LinkUsesDrawer } from '../widgets/LinkUsesDrawer'
import { PublicLinkDrawer } from '../widgets/PublicLinkDrawer'
import '../studio.css'

const PATH = 'public-links'

/** 外部链接: forms and questions opened to people who do not sign in. */
export function PublicLinksPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message, modal } = App.useApp()
  const spec = useResource(PATH)
  const [editing, setEditing] = useState<RecordRow | 'new' | null>(null)
  const [shown, setShown] = useState<RecordRow | null>(null)
  const [uses, setUses] = useState<RecordRow | null>(null)
  const all = useQuery({ queryKey: ['list', PATH], queryFn: () => resourcesApi.list(PATH, { limit: 200, sort: 'name', fields: 'name,kind,target,expires_at,has_password,active,revoked_at,used' }) })
  if (!spec) return null
  const reload = () => queries.invalidateQueries({ queryKey: ['list', PATH] })
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work()
      await reload()
    } catch (failure) {
      void message.error(say(failure))
    }
  }
  const saved = async (row: RecordRow, fresh: boolean) => {
    setEditing(null)
    await reload()
    if (fresh) setShown(row)
  }
  const revoke = (row: RecordRow) => modal.confirm({
    title: t('links.revoke.title', { name: String(row['name']) }), okText: t('links.revoke'), cancelText: t('resource.cancel'), okButtonProps: { danger: true },
    onOk: () => attempt(() => linksApi.revoke(row.id)),
  })
  const labelOf = (code: string) => meta.document_types.find((type) => type.code === code)?.label ?? meta.resources.find((one) => one.name === code)?.label_plural ?? code
  const fresh = can(meta, PATH, 'create') ? <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing('new')}>{t('links.new')}</Button> : null
  const rows = all.data?.items ?? []
  const state = (row: RecordRow) => (row['revoked_at'] ? [t('links.revoked'), 'grey'] as const : row['active'] ? [t('links.on'), 'green'] as const : [t('links.off'), 'grey'] as const)
  const writable = can(meta, PATH, 'update')
  return (
    <Page title={t('links.title')} actions={rows.length > 0 ? fresh : null}>
      {all.isPending ? <Skeleton rows={5} /> : all.isError ? <ErrorState error={all.error} onRetry={() => void all.refetch()} /> : rows.length === 0 ? (
        <EmptyState title={t('links.none')} text={t('links.none.text')}>{fresh}</EmptyState>
      ) : (
        <ul className="hk-studio-boards hk-forms">
          {rows.map((row) => (
            <li key={row.id} className="hk-panel" data-link={String(row['name'])}>
              <div className="hk-row"><strong className="hk-grow">{String(row['name'])}</strong><StateTag value="link" label={state(row)[0]} color={state(row)[1]} /></div>
              <span className="hk-faint">{[row['kind'] === 'FILL' ? t('links.fill') : t('links.query'), labelOf(String(row['target'])), ...(row['has_password'] ? [t('links.locked')] : []), ...(row['expires_at'] ? [t('links.expires', { at: formatTime(row['expires_at']) })] : [])].join(' · ')}</span>
              <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setUses(row)}>{t('links.used', { count: Number(row['used']) })}</Button>
              {writable && !row['revoked_at'] ? (
                <span className="hk-row">
                  <Button size="small" onClick={() => setShown(row)}>{t('links.address')}</Button>
                  <Button size="small" onClick={() => void attempt(async () => setEditing(await resourcesApi.read(PATH, row.id)))}>{t('links.settings')}</Button>
                  <Button size="small" onClick={() => void attempt(() => resourcesApi.update(PATH, row.id, { active: !row['active'] }))}>{row['active'] ? t('links.close') : t('links.open')}</Button>
                  <Button size="small" type="text" danger onClick={() => revoke(row)}>{t('links.revoke')}</Button>
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {editing ? <PublicLinkDrawer key={editing === 'new' ? 'new' : editing.id} spec={spec} record={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onSaved={saved} /> : null}
      {shown ? <LinkAddressModal link={shown} onClose={() => setShown(null)} /> : null}
      {uses ? <LinkUsesDrawer link={uses} onClose={() => setUses(null)} /> : null}
    </Page>
  )
}

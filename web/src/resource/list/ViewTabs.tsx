import { DownOutlined, PlusOutlined, SaveOutlined, TeamOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, Input, Modal, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '@/kit'
import { can, useMeta } from '../meta'
import type { ListQuery } from './filters'
import type { Layout } from './layout'
import type { useViews } from './useViews'
import { isChanged } from './views'
import type { SavedView } from './views'

interface ViewTabsProps {
  saved: ReturnType<typeof useViews>
  /** The view the address names. */
  current: SavedView | undefined
  query: ListQuery
  layout: Layout
  onPick: (view: SavedView | null) => void
}

const ALL = 'all'

/** Saved views as tabs; the first shows everything. What the list shows can be kept as a new view or in the current one. */
export function ViewTabs({ saved, current, query, layout, onPick }: ViewTabsProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const { message } = App.useApp()
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null)
  const [name, setName] = useState('')
  const { views } = saved
  const plain = query.q === '' && query.sort === '' && query.filter.length === 0
  const changed = current ? isChanged(current, query, layout) : !plain
  const attempt = (work: Promise<unknown>) => void work.catch((error: unknown) => void message.error(say(error)))
  if (views.length === 0 && plain) return null

  const keep = async () => {
    const wanted = name.trim()
    if (wanted === '') return
    if (naming === 'rename' && current) await saved.change({ ...current, name: wanted })
    else onPick(await saved.create({ name: wanted, query, layout, shared: false, first: false }))
    setNaming(null)
  }
  const ask = (what: 'new' | 'rename') => {
    setName(what === 'rename' ? (current?.name ?? '') : '')
    setNaming(what)
  }
  const pick = (key: string) => {
    if (!current) return
    if (key === 'rename') ask('rename')
    else if (key === 'first') attempt(saved.openFirst(current.first ? null : current))
    else if (key === 'share') attempt(saved.change({ ...current, shared: !current.shared }))
    else if (key === 'delete') attempt(saved.remove(current).then(() => onPick(null)))
    else if (key === 'copy') attempt(navigator.clipboard.writeText(`${window.location.origin}${window.location.pathname}?view=${current.id}`).then(() => message.success(t('resource.view.copied'))))
  }
  const may = { share: can(meta, 'saved-views', 'share') }
  const items = [
    ...(current?.mine ? [
      { key: 'rename', label: t('resource.view.rename') },
      { key: 'first', label: current.first ? t('resource.view.notFirst') : t('resource.view.first') },
      ...(may.share ? [{ key: 'share', label: current.shared ? t('resource.view.unshare') : t('resource.view.share') }] : []),
    ] : []),
    ...(window.isSecureContext ? [{ key: 'copy', label: t('resource.view.copy') }] : []),
    ...(current?.mine ? [{ key: 'delete', label: t('resource.delete'), danger: true }] : []),
  ]
  const label = (view: SavedView) => (view.shared ? <><TeamOutlined title={t('resource.view.shared')} /> {view.name}</> : view.name)
  return (
    <div className="hk-views">
      <Tabs size="small" activeKey={current?.id ?? (plain ? ALL : '?')} onChange={(key) => onPick(views.find((view) => view.id === key) ?? null)}
        items={[{ key: ALL, label: t('resource.view.all') }, ...views.map((view) => ({ key: view.id, label: label(view) }))]} />
      {current && items.length > 0 ? (
        <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => pick(key) }}>
          <Button type="text" size="small" icon={<DownOutlined />} aria-label={t('resource.view.more', { name: current.name })} title={t('resource.view.more', { name: current.name })} />
        </Dropdown>
      ) : null}
      {current?.mine && changed ? <Button type="text" size="small" icon={<SaveOutlined />} onClick={() => attempt(saved.change({ ...current, query, layout }))}>{t('resource.view.keep')}</Button> : null}
      {changed ? <Button type="text" size="small" icon={<PlusOutlined />} onClick={() => ask('new')}>{t('resource.view.save')}</Button> : null}
      <Modal open={naming !== null} title={naming === 'rename' ? t('resource.view.rename') : t('resource.view.save')} onCancel={() => setNaming(null)} onOk={() => attempt(keep())} okText={t('resource.save')} cancelText={t('resource.cancel')} width={360} destroyOnHidden>
        <Input autoFocus maxLength={100} value={name} aria-label={t('resource.view.name')} placeholder={t('resource.view.name')} onChange={(event) => setName(event.target.value)} onPressEnter={() => attempt(keep())} />
      </Modal>
    </div>
  )
}

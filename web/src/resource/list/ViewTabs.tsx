import { PlusOutlined } from '@ant-design/icons'
import { Button, Input, Modal, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListQuery } from './filters'
import { viewOf } from './views'
import type { SavedView } from './views'

interface ViewTabsProps {
  views: SavedView[]
  query: ListQuery
  onPick: (query: ListQuery) => void
  onSave: (name: string) => void
  onRemove: (key: string) => void
}

const ALL = 'all'

/** Saved views; the first shows everything. */
export function ViewTabs({ views, query, onPick, onSave, onRemove }: ViewTabsProps) {
  const { t } = useTranslation()
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const current = viewOf(views, query)
  const empty = query.q === '' && query.sort === '' && query.filter.length === 0
  const active = current || (empty ? ALL : '')
  const save = () => {
    if (name.trim() === '') return
    onSave(name.trim())
    setNaming(false)
    setName('')
  }
  if (views.length === 0 && empty) return null
  return (
    <div className="hk-views">
      <Tabs size="small" type="editable-card" hideAdd activeKey={active || '?'}
        onEdit={(key, action) => { if (action === 'remove' && typeof key === 'string') onRemove(key) }}
        onChange={(key) => {
          const view = views.find((entry) => entry.key === key)
          onPick(view ?? { q: '', sort: '', filter: [] })
        }}
        items={[
          { key: ALL, label: t('resource.view.all'), closable: false },
          ...views.map((view) => ({ key: view.key, label: view.name, closable: true })),
        ]} />
      {active === '' ? (
        <Button type="text" size="small" icon={<PlusOutlined />} onClick={() => setNaming(true)}>{t('resource.view.save')}</Button>
      ) : null}
      <Modal open={naming} title={t('resource.view.save')} onCancel={() => setNaming(false)} onOk={save} okText={t('resource.save')} cancelText={t('resource.cancel')} width={360}>
        <Input autoFocus value={name} aria-label={t('resource.view.name')} placeholder={t('resource.view.name')} onChange={(event) => setName(event.target.value)} onPressEnter={save} />
      </Modal>
    </div>
  )
}

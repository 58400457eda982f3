import { useMutation, useQueryClient } from '@tanstack/react-query'
import { PlusOutlined, RedoOutlined, ShareAltOutlined, UndoOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { studioApi } from '@/api'
import { EmptyState, Page, useErrorText } from '@/kit'
import type { Board, WidgetKind } from '../board'
import { useDesign, useNarrowings } from '../useBoard'
import { BoardGrid } from './BoardGrid'
import { ShareDrawer } from './ShareDrawer'
import { WidgetDrawer } from './WidgetDrawer'

const nothing = () => undefined

/** The board in the making: add, drag, resize (or arrow keys), set in the drawer; nothing is kept before it is saved. */
export function Designer({ start, onDone }: { start: Board; onDone: () => void }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const say = useErrorText()
  const queries = useQueryClient()
  const design = useDesign(start)
  const [sharing, setSharing] = useState(false)
  const { board } = design
  const { datasets, values, narrowings, choose } = useNarrowings(board.widgets)
  const save = useMutation({
    mutationFn: () => studioApi.saveDashboard(board.id, { rev: start.rev, name: board.name, widgets: board.widgets, shared_all: board.shared_all, shared_with: board.shared_with.map((one) => one.id), refresh: board.refresh }),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ['dashboards'] }); onDone() },
    onError: (error) => void message.error(say(error)),
  })
  const leave = () => { if (design.changed) modal.confirm({ title: t('studio.discard'), okText: t('studio.discard.ok'), onOk: onDone }); else onDone() }
  const kinds: { key: WidgetKind; label: string }[] = [
    { key: 'chart', label: t('studio.kind.chart') }, { key: 'figure', label: t('studio.kind.figure') }, { key: 'pivot', label: t('studio.kind.pivot') }, { key: 'table', label: t('studio.kind.table') },
    { key: 'filter', label: t('studio.kind.filter') }, { key: 'text', label: t('studio.kind.text') }, { key: 'countdown', label: t('studio.kind.countdown') },
  ]
  return (
    <Page title={t('studio.designing', { name: start.name })} actions={(
      <>
        <Button icon={<UndoOutlined aria-hidden />} aria-label={t('studio.undo')} disabled={!design.undo} onClick={() => design.undo?.()} />
        <Button icon={<RedoOutlined aria-hidden />} aria-label={t('studio.redo')} disabled={!design.redo} onClick={() => design.redo?.()} />
        <Button icon={<ShareAltOutlined aria-hidden />} onClick={() => setSharing(true)}>{t('studio.share')}</Button>
        <Button onClick={leave}>{t('studio.cancel')}</Button>
        <Button type="primary" loading={save.isPending} disabled={board.name.trim() === ''} onClick={() => save.mutate()}>{t('studio.save')}</Button>
      </>
    )}>
      <div className="hk-row hk-studio-bar">
        <Input aria-label={t('studio.name')} value={board.name} maxLength={100} onChange={(event) => design.put({ name: event.target.value })} style={{ width: 260 }} />
        <Dropdown trigger={['click']} menu={{ items: kinds, onClick: ({ key }) => design.add(key as WidgetKind) }}><Button icon={<PlusOutlined aria-hidden />}>{t('studio.add')}</Button></Dropdown>
        <span className="hk-faint">{t('studio.keys')}</span>
      </div>
      {board.widgets.length === 0 ? <EmptyState title={t('studio.design.none')} text={t('studio.design.none.text')} /> : (
        <div className={design.editing ? 'hk-studio-beside' : ''}><BoardGrid widgets={board.widgets} datasets={datasets} narrowings={narrowings} filterValues={values} designing active={design.editing} refetch={false}
          onWidgets={(widgets) => design.put({ widgets })} onEdit={design.setEditing} onCopy={design.copy} onRemove={design.remove} onPick={nothing} onDrill={nothing} onFilter={choose} /></div>
      )}
      <WidgetDrawer widget={board.widgets.find((one) => one.id === design.editing) ?? null} onChange={design.change} onClose={() => design.setEditing(null)} />
      <ShareDrawer board={sharing ? board : null} onChange={design.put} onClose={() => setSharing(false)} />
    </Page>
  )
}

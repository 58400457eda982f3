import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown, Modal } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { studioApi } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, formatTime, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { boardOf } from '../board'
import type { Board } from '../board'
import '../studio.css'

/** One's own boards and those shared; a new one starts empty or from a ready-made one. */
export function DashboardsPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const [choosing, setChoosing] = useState(false)
  const boards = useQuery({ queryKey: ['dashboards'], queryFn: studioApi.dashboards })
  const may = can(meta, 'dashboards', 'create')
  const all = (boards.data ?? []).map(boardOf)
  const fresh = may ? <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setChoosing(true)}>{t('studio.new')}</Button> : null
  return (
    <Page title={t('studio.dashboards')} actions={all.length > 0 ? fresh : null}>
      {boards.isPending ? <Skeleton rows={6} /> : boards.isError ? <ErrorState error={boards.error} onRetry={() => void boards.refetch()} /> : all.length === 0 ? (
        <EmptyState title={t('studio.dashboards.none')} text={t('studio.dashboards.none.text')}>{fresh}</EmptyState>
      ) : (
        <ul className="hk-studio-boards">{all.map((board) => <BoardCard key={board.id} board={board} mine={board.owner?.id === meta.viewer.id} />)}</ul>
      )}
      <NewBoard open={choosing} onClose={() => setChoosing(false)} />
    </Page>
  )
}

function BoardCard({ board, mine }: { board: Board; mine: boolean }) {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()
  const say = useErrorText()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const again = () => queries.invalidateQueries({ queryKey: ['dashboards'] })
  const copy = useMutation({ mutationFn: () => studioApi.createDashboard({ name: t('studio.copyOf', { name: board.name }), widgets: board.widgets, refresh: board.refresh }), onSuccess: async (made) => { await again(); void navigate(`/dashboards/${made.id}?design=1`) }, onError: (error) => void message.error(say(error)) })
  const remove = () => modal.confirm({
    title: t('studio.board.remove', { name: board.name }), okText: t('studio.remove'), okButtonProps: { danger: true },
    onOk: () => studioApi.removeDashboard(board.id).then(again, (error: unknown) => { void message.error(say(error)) }),
  })
  return (
    <li className="hk-panel">
      <Link to={`/dashboards/${board.id}`}><strong>{board.name}</strong></Link>
      <span className="hk-faint">{t('studio.widgets.count', { count: board.widgets.length })} · {mine ? (board.shared_all || board.shared_with.length > 0 ? t('studio.shared') : t('studio.mine')) : (board.owner?.name ?? '')} · {formatTime(board.updated_at)}</span>
      <Dropdown trigger={['click']} menu={{ items: [{ key: 'copy', label: t('studio.copy') }, ...(mine ? [{ key: 'design', label: t('studio.design') }, { key: 'remove', label: t('studio.remove'), danger: true }] : [])],
        onClick: ({ key }) => { if (key === 'copy') copy.mutate(); else if (key === 'design') void navigate(`/dashboards/${board.id}?design=1`); else remove() } }}>
        <Button size="small" aria-label={t('studio.board.more', { name: board.name })}>{t('studio.more.actions')}</Button>
      </Dropdown>
    </li>
  )
}

function NewBoard({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const say = useErrorText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const templates = useQuery({ queryKey: ['studio', 'templates'], queryFn: studioApi.templates, enabled: open })
  const make = useMutation({
    mutationFn: ({ name, widgets }: { name: string; widgets: unknown[] }) => studioApi.createDashboard({ name, widgets }),
    onSuccess: async (made) => { await queries.invalidateQueries({ queryKey: ['dashboards'] }); void navigate(`/dashboards/${made.id}${boardOf(made).widgets.length === 0 ? '?design=1' : ''}`) },
    onError: (error) => void message.error(say(error)),
  })
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('studio.new')} width={640}>
      <div className="hk-studio-templates">
        <button type="button" className="hk-panel" disabled={make.isPending} onClick={() => make.mutate({ name: t('studio.new.name'), widgets: [] })}>
          <strong>{t('studio.blank')}</strong><span className="hk-faint">{t('studio.blank.text')}</span>
        </button>
        {templates.isPending ? <Skeleton rows={3} /> : (templates.data ?? []).map((one) => (
          <button key={one.code} type="button" className="hk-panel" disabled={make.isPending} onClick={() => make.mutate({ name: one.name, widgets: one.widgets })}>
            <strong>{one.name}</strong><span className="hk-faint">{one.help}</span>
          </button>
        ))}
      </div>
    </Modal>
  )
}

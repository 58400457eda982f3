import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Suspense, lazy, useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { systemApi } from '@/api'
import { Skeleton, recall, remember, useCommands, usePhone } from '@/kit'
import type { Command } from '@/kit'
import { useMeta } from '@/resource/meta'
import { useLive } from '../live/useLive'
import { manifests } from '../manifests'
import { buildMenu } from '../menu'
import { Sidebar } from './Sidebar'
import { TopBar } from './TopBar'
import { PageBoundary } from '../PageBoundary'
import './shell.css'

const PageFrame = lazy(async () => ({ default: (await import('../PageFrame')).PageFrame }))
const Palette = lazy(async () => ({ default: (await import('@/kit/Palette')).Palette }))
const ShortcutsDialog = lazy(async () => ({ default: (await import('./ShortcutsDialog')).ShortcutsDialog }))
const MenuDrawer = lazy(async () => ({ default: (await import('./MenuDrawer')).MenuDrawer }))

/** The frame around every page: rooms on the left, the bar above, the palette over all. */
export function Shell() {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [collapsed, setCollapsed] = useState(() => recall('menu.collapsed', false))
  const [drawer, setDrawer] = useState(false)
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  const rooms = useMemo(() => buildMenu(manifests, meta, t), [meta, t])

  useEffect(() => setDrawer(false), [pathname])
  useLive(`${meta.account_set.name}:${meta.viewer.id}`)

  const commands = useMemo<Command[]>(
    () => [
      { key: 'palette', label: t('shell.shortcuts.palette'), shortcut: 'Mod+k', perform: () => setPalette(true) },
      { key: 'help', label: t('shell.shortcuts.help'), shortcut: '?', perform: () => setHelp(true) },
      ...rooms.flatMap((room) =>
        room.leaves.map((leaf) => ({
          key: `go:${leaf.path}`,
          label: leaf.label,
          keywords: leaf.keywords,
          group: room.label,
          perform: () => void navigate(leaf.path),
        })),
      ),
    ],
    [rooms, navigate, t],
  )
  useCommands(commands)

  const search = useCallback(
    async (text: string, signal: AbortSignal): Promise<Command[]> => {
      const hits = await systemApi.search(text, signal)
      const kinds: Record<string, string> = {
        item: t('shell.kind.item'),
        partner: t('shell.kind.partner'),
        document: t('shell.kind.document'),
        page: t('shell.kind.page'),
      }
      return hits.map((hit) => ({
        key: `hit:${hit.kind}:${hit.id}`,
        label: [hit.code, hit.title].filter(Boolean).join(' '),
        ...(hit.subtitle ? { reason: hit.subtitle } : {}),
        group: kinds[hit.kind] ?? t('shell.goto'),
        perform: () => void navigate(hit.path),
      }))
    },
    [navigate, t],
  )

  const toggle = () => {
    if (phone) setDrawer(true)
    else {
      remember('menu.collapsed', !collapsed)
      setCollapsed(!collapsed)
    }
  }

  return (
    <div className={collapsed && !phone ? 'hk-shell hk-shell-collapsed' : 'hk-shell'}>
      <a className="hk-skip" href="#content">{t('shell.skip')}</a>
      {phone ? (
        drawer ? <Suspense fallback={null}><MenuDrawer rooms={rooms} onClose={() => setDrawer(false)} /></Suspense> : null
      ) : (
        <aside className="hk-sider">
          <div className="hk-brand">
            <img src="/icon.svg" width={24} height={24} alt="" />
            {collapsed ? null : <strong>{t('app.brand')}</strong>}
          </div>
          <div className="hk-sider-menu"><Sidebar rooms={rooms} collapsed={collapsed} onExpand={toggle} /></div>
        </aside>
      )}
      <div className="hk-main">
        <TopBar onPalette={() => setPalette(true)} onHelp={() => setHelp(true)}
          menuButton={
            <Button type="text" onClick={toggle} icon={collapsed || phone ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
              aria-label={phone ? t('shell.menu') : collapsed ? t('shell.menu.expand') : t('shell.menu.collapse')} />
          } />
        <main id="content" className="hk-content" tabIndex={-1}>
          <Suspense fallback={<Skeleton />}>
            <PageFrame>
              <PageBoundary place={pathname}>
                <Suspense fallback={<Skeleton />}><Outlet /></Suspense>
              </PageBoundary>
            </PageFrame>
          </Suspense>
        </main>
      </div>
      <Suspense fallback={null}>
        {palette ? <Palette open onClose={() => setPalette(false)} search={search} /> : null}
        {help ? <ShortcutsDialog open onClose={() => setHelp(false)} /> : null}
      </Suspense>
    </div>
  )
}

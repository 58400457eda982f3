import { Menu } from 'antd'
import type { MenuProps } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { leafOf } from '../menu'
import type { MenuRoom } from '../menu'

type MenuItems = NonNullable<MenuProps['items']>

function menuItems(rooms: MenuRoom[]): MenuItems {
  return rooms.map((room) => {
    const only = room.leaves.length === 1 ? room.leaves[0] : undefined
    if (only) return { key: only.key, icon: room.icon, label: <Link to={only.path}>{room.label}</Link>, title: room.label }
    return {
      key: room.key,
      icon: room.icon,
      label: room.label,
      children: room.leaves.map((leaf) => ({
        key: leaf.key,
        label: <Link to={leaf.path}>{leaf.label}</Link>,
        title: leaf.label,
      })),
    }
  })
}

export function Sidebar({ rooms, collapsed }: { rooms: MenuRoom[]; collapsed: boolean }) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const here = leafOf(rooms, pathname)
  const items = useMemo(() => menuItems(rooms), [rooms])
  const [opened, setOpened] = useState<string[]>(here.room ? [here.room] : [])

  useEffect(() => {
    if (here.room) setOpened((known) => (known.includes(here.room as string) ? known : [...known, here.room as string]))
  }, [here.room])

  return (
    <nav aria-label={t('shell.menu')}>
      <Menu mode="inline" inlineCollapsed={collapsed} items={items} selectedKeys={here.leaf ? [here.leaf] : []} inlineIndent={12}
        {...(collapsed ? {} : { openKeys: opened, onOpenChange: setOpened })} style={{ border: 0 }} />
    </nav>
  )
}

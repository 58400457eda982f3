import { RightOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Fragment, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { leafOf, partsOf } from '../menu'
import type { MenuPart, MenuRoom } from '../menu'

interface SidebarProps {
  rooms: MenuRoom[]
  collapsed: boolean
  /** A room was asked for while only icons were shown. */
  onExpand: () => void
}

/** Rooms and what is in them. Plain elements: the menu is the first thing on screen. */
export function Sidebar({ rooms, collapsed, onExpand }: SidebarProps) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const here = leafOf(rooms, pathname)
  const headings: Record<MenuPart, string> = { work: '', documents: t('shell.menu.documents'), records: t('shell.menu.records'), reports: t('shell.menu.reports') }
  const [opened, setOpened] = useState<string[]>(here.room ? [here.room] : [])

  useEffect(() => {
    const room = here.room
    if (room) setOpened((known) => (known.includes(room) ? known : [...known, room]))
  }, [here.room])

  const toggle = (key: string) => {
    if (collapsed) {
      onExpand()
      setOpened((known) => (known.includes(key) ? known : [...known, key]))
    } else setOpened((known) => (known.includes(key) ? known.filter((entry) => entry !== key) : [...known, key]))
  }

  return (
    <nav aria-label={t('shell.menu')} className="hk-menu">
      <ul>
        {rooms.map((room) => {
          const only = room.leaves.length === 1 ? room.leaves[0] : undefined
          const open = opened.includes(room.key) && !collapsed
          if (only) {
            return (
              <li key={room.key}>
                <Link to={only.path} className="hk-menu-room" aria-current={here.leaf === only.key ? 'page' : undefined} title={room.label}>
                  {room.icon}{collapsed ? <span className="hk-sr">{room.label}</span> : <span className="hk-grow">{room.label}</span>}<Waiting room={room} />
                </Link>
              </li>
            )
          }
          return (
            <li key={room.key}>
              <button type="button" className={here.room === room.key ? 'hk-menu-room hk-menu-here' : 'hk-menu-room'} aria-expanded={open} title={room.label} onClick={() => toggle(room.key)}>
                {room.icon}
                {collapsed ? <span className="hk-sr">{room.label}</span> : <><span className="hk-grow">{room.label}</span><Waiting room={room} /><RightOutlined className="hk-menu-arrow" aria-hidden /></>}
              </button>
              {open ? partsOf(room).map(({ part, leaves }) => (
                <Fragment key={part ?? 'work'}>
                  {part ? <p className="hk-menu-part" id={`menu-${room.key}-${part}`}>{headings[part]}</p> : null}
                  <ul {...(part ? { 'aria-labelledby': `menu-${room.key}-${part}` } : {})}>
                    {leaves.map((leaf) => (
                      <li key={leaf.key}>
                        <Link to={leaf.path} className="hk-menu-leaf" aria-current={here.leaf === leaf.key ? 'page' : undefined} title={leaf.label}>{leaf.label}</Link>
                      </li>
                    ))}
                  </ul>
                </Fragment>
              )) : null}
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

const REFRESH_MS = 60_000

/** How many things wait in a room. */
function Waiting({ room }: { room: MenuRoom }) {
  const { badge } = room
  const count = useQuery({ queryKey: ['menu-badge', room.key], queryFn: () => badge?.() ?? 0, enabled: badge !== undefined, refetchInterval: REFRESH_MS, retry: false })
  return count.data ? <span className="hk-menu-badge">{count.data > 99 ? '99+' : count.data}</span> : null
}

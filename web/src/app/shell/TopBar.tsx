import { BellOutlined, SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Badge, Button, Popover } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { stockApi, systemApi } from '@/api'
import { ScanField, usePhone } from '@/kit'
import { scanTarget, useMeta } from '@/resource/meta'
import { BooksLight } from './BooksLight'
import { UserMenu } from './UserMenu'

interface TopBarProps {
  menuButton: ReactNode
  onPalette: () => void
  onHelp: () => void
}

function WorkQueue() {
  const { t } = useTranslation()
  const queue = useQuery({ queryKey: ['work-queue'], queryFn: systemApi.workQueue, refetchInterval: 60_000 })
  const items = (queue.data ?? []).filter((item) => item.count > 0)
  const total = items.reduce((sum, item) => sum + item.count, 0)
  return (
    <Popover trigger="click" placement="bottomRight" title={t('shell.queue')}
      content={
        <ul className="hk-queue">
          {items.map((item) => (
            <li key={item.key}>
              <Link to={item.path}>
                <span>{item.label}</span>
                <span className={item.tone === 'red' ? 'hk-num hk-negative' : item.tone === 'amber' ? 'hk-num hk-amber' : 'hk-num'}>{item.count}</span>
              </Link>
            </li>
          ))}
          {items.length === 0 ? <li className="hk-muted">{t('shell.queue.empty')}</li> : null}
        </ul>
      }>
      <Button type="text" aria-label={`${t('shell.queue')} ${total}`}
        icon={<Badge count={total} size="small" overflowCount={99} color="var(--hk-amber)"><BellOutlined /></Badge>} />
    </Popover>
  )
}

export function TopBar({ menuButton, onPalette, onHelp }: TopBarProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const navigate = useNavigate()
  const { message } = App.useApp()

  const scan = async (code: string) => {
    try {
      const target = scanTarget(await stockApi.scan(code))
      if (target) {
        void navigate(target)
        return
      }
    } catch {
      // A code the server does not know is answered below, like one without a page.
    }
    void message.warning(t('shell.scan.unknown', { code }))
  }

  return (
    <header className="hk-topbar">
      {menuButton}
      {phone ? null : (
        <span className="hk-where hk-ellipsis" title={`${meta.account_set.label} · ${meta.book.name}`}>
          {meta.account_set.label && meta.account_set.label !== meta.book.name ? `${meta.account_set.label} / ` : ''}
          <strong>{meta.book.name}</strong>
        </span>
      )}
      <span className="hk-grow" />
      {phone ? (
        <Button type="text" icon={<SearchOutlined />} aria-label={t('shell.search')} onClick={onPalette} />
      ) : (
        <>
          <button type="button" className="hk-search" onClick={onPalette}>
            <SearchOutlined aria-hidden />
            <span className="hk-grow">{t('shell.search')}</span>
            <kbd className="hk-key">Ctrl K</kbd>
          </button>
          <div className="hk-scan"><ScanField onScan={scan} placeholder={t('shell.scan.hint')} /></div>
        </>
      )}
      <BooksLight />
      <WorkQueue />
      <UserMenu onHelp={onHelp} />
    </header>
  )
}

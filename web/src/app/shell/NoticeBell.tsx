import { BellOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Badge, Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { noticesApi } from '@/api'
import type { Notice } from '@/api/notices'
import { formatTime } from '@/kit'

const PAGE = 30

/** The bell: how many notices are unread, what they say, and the way to what they are about. */
export function NoticeBell() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const count = useQuery({ queryKey: ['notices', 'unread'], queryFn: noticesApi.unread, refetchInterval: 60_000 })
  const unread = count.data?.unread ?? 0
  return (
    <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} destroyOnHidden content={<NoticeList onLeave={() => setOpen(false)} />}>
      <Button type="text" aria-label={`${t('shell.notices')} ${unread}`} icon={<Badge count={unread} size="small" overflowCount={99}><BellOutlined /></Badge>} />
    </Popover>
  )
}

function NoticeList({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const pages = useInfiniteQuery({
    queryKey: ['notices', 'list'],
    queryFn: ({ pageParam }) => noticesApi.list(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.items.length === PAGE ? page.items[PAGE - 1]?.id : undefined),
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  const read = async (ids: string[] | null) => {
    await noticesApi.read(ids)
    await queries.invalidateQueries({ queryKey: ['notices'] })
  }
  const leave = (notice: Notice) => {
    onLeave()
    if (!notice.read) void read([notice.id])
  }
  return (
    <section className="hk-notices" aria-label={t('shell.notices')}>
      <header className="hk-row">
        <strong className="hk-grow">{t('shell.notices')}</strong>
        <Button type="link" size="small" disabled={!items.some((one) => !one.read)} onClick={() => void read(null)}>{t('shell.notices.allRead')}</Button>
      </header>
      <ul>
        {items.map((one) => (
          <li key={one.id} className={one.read ? '' : 'hk-notice-unread'}>
            {one.path ? <Link to={one.path} onClick={() => leave(one)}><Told notice={one} /></Link> : <button type="button" onClick={() => leave(one)}><Told notice={one} /></button>}
          </li>
        ))}
        {pages.isSuccess && items.length === 0 ? <li className="hk-muted">{t('shell.notices.empty')}</li> : null}
      </ul>
      <footer className="hk-row">
        {pages.hasNextPage ? <Button size="small" onClick={() => void pages.fetchNextPage()}>{t('shell.notices.more')}</Button> : null}
        <span className="hk-grow" />
        <Link to="/settings/notices" onClick={onLeave}>{t('shell.notices.ways')}</Link>
      </footer>
    </section>
  )
}

function Told({ notice }: { notice: Notice }) {
  const { t } = useTranslation()
  return (
    <>
      <span>{notice.title}{notice.read ? null : <span className="hk-sr"> {t('shell.notices.unread')}</span>}</span>
      {notice.body ? <span className="hk-notice-body">{notice.body}</span> : null}
      <span className="hk-faint">{formatTime(notice.at)}</span>
    </>
  )
}

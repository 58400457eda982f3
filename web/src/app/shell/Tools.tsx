import { CarryOutOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Badge, Button, Popover, message as notices } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { stockApi, systemApi } from '@/api'
import { usePhone } from '@/kit'
import { ScanField } from '@/kit/ScanField'
import { scanTarget } from '@/resource/meta'
import { BooksLight } from './BooksLight'
import { NoticeBell } from './NoticeBell'
import { UserMenu } from './UserMenu'

const TONES: Record<string, string> = { red: 'hk-num hk-negative', danger: 'hk-num hk-negative', amber: 'hk-num hk-amber', warning: 'hk-num hk-amber' }

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
                <span className={TONES[item.tone ?? ''] ?? 'hk-num'}>{item.count}</span>
              </Link>
            </li>
          ))}
          {items.length === 0 ? <li className="hk-muted">{t('shell.queue.empty')}</li> : null}
        </ul>
      }>
      <Button type="text" aria-label={`${t('shell.queue')} ${total}`}
        icon={<Badge count={total} size="small" overflowCount={99} color="var(--hk-amber)"><CarryOutOutlined /></Badge>} />
    </Popover>
  )
}

/** The right end of the top bar: scan field, the books' light, to-do, user. */
export function Tools({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation()
  const phone = usePhone()
  const navigate = useNavigate()
  const [message, holder] = notices.useMessage()

  const scan = async (code: string) => {
    const target = await stockApi.scan(code).then(scanTarget, () => null)
    if (target) void navigate(target)
    else void message.warning(t('shell.scan.unknown', { code }))
  }

  return (
    <>
      {holder}
      {phone ? null : <div className="hk-scan"><ScanField onScan={scan} placeholder={t('shell.scan.hint')} /></div>}
      <BooksLight />
      <WorkQueue />
      <NoticeBell />
      <UserMenu onHelp={onHelp} />
    </>
  )
}

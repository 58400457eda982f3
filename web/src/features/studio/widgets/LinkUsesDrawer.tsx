import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { linksApi } from '@/api'
import type { RecordRow } from '@/api'
import { ErrorState, Skeleton, formatTime } from '@/kit'

/** Who came through a link, newest first. */
export function LinkUsesDrawer({ link, onClose }: { link: RecordRow; onClose: () => void }) {
  const { t } = useTranslation()
  const found = useQuery({ queryKey: ['public-link-uses', link.id], queryFn: () => linksApi.uses(link.id) })
  return (
    <Drawer open size={480} styles={{ wrapper: { maxWidth: '96vw' } }} title={`${String(link['name'])} · ${t('links.uses')}`} onClose={onClose}>
      {found.isPending ? <Skeleton rows={4} /> : found.isError ? <ErrorState error={found.error} /> : found.data.length === 0 ? <p className="hk-faint">{t('links.uses.none')}</p> : (
        <table className="hk-plain-table">
          <tbody>
            {found.data.map((use, at) => (
              <tr key={at}><td>{formatTime(use.at)}</td><td>{use.address}</td><td>{use.document_id ? <Link to={`/documents/${String(link['target'])}/${use.document_id}`}>{use.number}</Link> : t('links.seen', { count: use.shown })}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </Drawer>
  )
}

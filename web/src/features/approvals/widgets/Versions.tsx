import { useQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { approvalsApi } from '@/api'
import type { FlowVersion } from '@/api'
import { EmptyState, ErrorState, Skeleton, StateTag, formatTime, referenceText, usePhone } from '@/kit'

const STATES: Record<FlowVersion['status'], { text: string; color: string }> = {
  draft: { text: 'approvals.version.draft', color: 'grey' },
  active: { text: 'approvals.version.active', color: 'green' },
  retired: { text: 'approvals.version.retired', color: 'grey' },
}

/** What was published when by whom; an old version can be looked at. */
export function Versions({ workflow, shown, onShow, onClose }: { workflow: string; shown: number | null; onShow: (no: number | null) => void; onClose: () => void }) {
  const { t } = useTranslation()
  const phone = usePhone()
  const versions = useQuery({ queryKey: ['flow-versions', workflow], queryFn: () => approvalsApi.versions(workflow) })
  return (
    <Drawer open title={t('approvals.versions')} size={phone ? '100%' : 400} mask={phone} onClose={onClose}>
      {versions.isError ? <ErrorState error={versions.error} onRetry={() => void versions.refetch()} /> : versions.isPending ? <Skeleton rows={4} /> : versions.data.length === 0 ? (
        <EmptyState title={t('approvals.versions.none')} text={t('approvals.versions.none.text')} />
      ) : (
        <ol className="hk-flow-versions">
          {versions.data.map((one) => {
            const draft = one.status === 'draft'
            const here = draft ? shown === null : shown === one.no
            return (
              <li key={one.no} className="hk-panel" aria-current={here}>
                <span className="hk-row"><strong>{t('approvals.version', { no: one.no })}</strong><StateTag value={one.status} label={t(STATES[one.status].text)} color={STATES[one.status].color} />
                  <span className="hk-grow" />{here ? <span className="hk-muted">{t('approvals.version.here')}</span> : <Button size="small" onClick={() => onShow(draft ? null : one.no)}>{t('approvals.version.look')}</Button>}</span>
                {one.published_at ? <span className="hk-muted">{formatTime(one.published_at)} {one.published_by ? referenceText(one.published_by) : ''}</span> : null}
                {one.note ? <span>{one.note}</span> : null}
              </li>
            )
          })}
        </ol>
      )}
    </Drawer>
  )
}

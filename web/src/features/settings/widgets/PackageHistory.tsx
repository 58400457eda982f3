import { useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { configApi } from '@/api'
import { EmptyState, ErrorState, Notice, Skeleton, StateTag, formatTime, useErrorText } from '@/kit'
import { reasonsOf } from '../reasons'
import { PackageDiff } from './PackageDiff'

interface PackageHistoryProps {
  id: string
  /** Go back to what was after a publication (0: before the first). */
  onBack?: ((to: number) => void) | undefined
}

/** What became of a package, the newest first. */
export function PackageHistory({ id, onBack }: PackageHistoryProps) {
  const { t } = useTranslation()
  const rows = useQuery({ queryKey: ['config-packages', id, 'history'], queryFn: () => configApi.publications(id) })
  const kinds = { publish: t('settings.packages.publish'), rollback: t('settings.packages.rollback'), remove: t('settings.packages.remove') }
  if (rows.isPending) return <Skeleton rows={4} />
  if (rows.isError) return <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />
  if (rows.data.length === 0) return <EmptyState title={t('settings.packages.never')} text={t('settings.packages.never.text')} />
  return (
    <div className="hk-panel hk-scroll-x">
      <table className="hk-plain-table">
        <thead><tr><th className="hk-num">{t('settings.packages.no')}</th><th>{t('settings.packages.what')}</th><th>{t('settings.packages.version')}</th><th>{t('settings.packages.at')}</th><th>{t('settings.packages.by')}</th><th>{t('settings.packages.notes')}</th><td /></tr></thead>
        <tbody>
          {rows.data.map((one, index) => (
            <tr key={one.no}>
              <td className="hk-num">{one.no}</td>
              <td style={{ whiteSpace: 'nowrap' }}><StateTag value={one.kind} color={one.kind === 'publish' ? 'green' : one.kind === 'remove' ? 'red' : 'amber'} label={kinds[one.kind]} /> <span className="hk-muted">{t('settings.packages.pieces', { count: one.pieces })}</span></td>
              <td>{one.version}</td>
              <td style={{ whiteSpace: 'nowrap' }}>{formatTime(one.at)}</td>
              <td>{one.by}</td>
              <td className="hk-muted">{one.note}</td>
              <td style={{ whiteSpace: 'nowrap' }}>{onBack && index > 0 ? <Button size="small" type="link" onClick={() => onBack(one.no)}>{t('settings.packages.back.to')}</Button> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RollbackProps {
  id: string
  /** undefined: one step back. */
  to: number | undefined
  onClose: () => void
  onDone: () => void
}

/** Shows what rolling back changes, and does it. */
export function Rollback({ id, to, onClose, onDone }: RollbackProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const shown = useQuery({ queryKey: ['config-packages', id, 'back', to ?? 'step'], queryFn: () => configApi.rollbackShown(id, to), staleTime: 0, retry: false })
  const run = async () => {
    setBusy(true)
    try {
      await configApi.rollBack(id, to)
      onDone()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Modal open width={760} title={t('settings.packages.rollback')} okText={t('settings.packages.rollback')} okButtonProps={{ danger: true, loading: busy, disabled: !shown.isSuccess }} cancelText={t('resource.cancel')} onOk={() => void run()} onCancel={onClose}>
      {error ? <Notice messages={reasonsOf(error, say)} /> : null}
      {shown.isPending ? <Skeleton rows={3} /> : shown.isError ? <ErrorState error={shown.error} /> : (
        <>
          <p>{shown.data.version ? t('settings.packages.rollback.text', { version: shown.data.version }) : t('settings.packages.remove.text')}</p>
          <PackageDiff pieces={shown.data.pieces} />
        </>
      )}
    </Modal>
  )
}

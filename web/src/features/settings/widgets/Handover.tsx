import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { peopleApi } from '@/api'
import { ErrorState, Notice, Skeleton, useErrorText } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { referenceId } from '@/resource/fields/values'

/** Somebody leaves: what they hold, who takes over, and then it goes in one step. */
export function Handover({ user, name, onDone }: { user: string; name: string; onDone: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const [heir, setHeir] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const held = useQuery({ queryKey: ['handover', user], queryFn: () => peopleApi.heldBy(user), staleTime: 0 })
  if (held.isPending) return <Skeleton rows={3} />
  if (held.isError) return <ErrorState error={held.error} onRetry={() => void held.refetch()} />
  const chosen = referenceId(heir)
  const move = async () => {
    setBusy(true)
    setError(null)
    try {
      await peopleApi.handOver(user, String(chosen))
      void message.success(t('settings.handover.done', { name }))
      setHeir(null)
      await held.refetch()
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const { items, successor, blocked } = held.data
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      {successor ? <Notice tone="plain" messages={[t('settings.handover.successor', { name: successor.name })]} /> : null}
      {blocked ? <Notice tone="amber" messages={[t('settings.handover.blocked')]} /> : null}
      {error ? <Notice messages={[say(error)]} /> : null}
      <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('settings.handover')}>
        <table className="hk-plain-table">
          <tbody>
            {items.map((one) => (
              <tr key={one.kind}>
                <th scope="row">{one.label}</th>
                <td style={{ textAlign: 'right' }}>{one.count}</td>
                <td className="hk-muted">{one.examples.slice(0, 5).join('、')}{one.count > 5 ? ' …' : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="hk-row">
        <div style={{ minWidth: 220 }}>
          <ReferencePicker resource="users" value={heir} multiple={false} label={t('settings.handover.heir')} required={false} onChange={setHeir} />
        </div>
        <Button type="primary" disabled={!chosen} loading={busy} onClick={() => void move()}>{t('settings.handover.move')}</Button>
      </div>
    </div>
  )
}

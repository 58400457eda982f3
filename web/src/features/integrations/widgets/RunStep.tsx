import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm, Progress } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download, importsApi } from '@/api'
import type { ImportProgress } from '@/api'
import { Notice, formatQuantity, useErrorText } from '@/kit'
import { isRunning } from '../mapping'
import { FaultyRows } from './FaultyRows'

interface RunStepProps {
  run: ImportProgress
  onChange: () => void
  onAgain: () => void
  /** Back to the columns; only while nothing was written. */
  onMapping: () => void
}

/** Progress, rate and time left; afterwards what came in, what did not, and the way back. */
export function RunStep({ run, onChange, onAgain, onMapping }: RunStepProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [kept, setKept] = useState<string[]>([])
  const total = run.rows_total
  const done = run.rows_done
  const running = isRunning(run.state) || run.state === 'UPLOADED'
  const refused = run.refused
  const accepted = run.created + run.updated

  useEffect(() => {
    if (!running) void queries.invalidateQueries({ queryKey: ['list'] })
  }, [running, queries])

  const undo = async (id: string) => {
    const answer = await importsApi.undo(id)
    setKept(answer.kept.map((entry) => (typeof entry === 'object' && entry !== null ? Object.values(entry).map(String).join(' · ') : String(entry))))
  }

  const act = async (verb: (id: string) => Promise<unknown>) => {
    setBusy(true)
    try {
      await verb(run.id)
      onChange()
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="hk-panel hk-import">
      <strong style={{ fontSize: 16 }}>{run.state_label}</strong>
      <Progress percent={total > 0 ? Math.floor((done / total) * 100) : running ? 0 : 100} status={['FAILED', 'REFUSED'].includes(run.state) ? 'exception' : running ? 'active' : 'normal'} aria-label={t('integrations.step.run')} />
      <p className="hk-muted" role="status">
        {t('integrations.progress', { done: formatQuantity(done), total: formatQuantity(total) })}
        {running && run.rate ? ` · ${t('integrations.rate', { rate: formatQuantity(run.rate) })}` : ''}
        {running && run.seconds_left !== null ? ` · ${t('integrations.left', { seconds: Math.ceil(run.seconds_left) })}` : ''}
      </p>
      {running ? <p className="hk-faint">{t('integrations.leave')}</p> : (
        <p>{t('integrations.result', { created: formatQuantity(run.created), updated: formatQuantity(run.updated), unchanged: formatQuantity(run.unchanged), refused: formatQuantity(refused) })}</p>
      )}
      {run.message ? <Notice tone={['FAILED', 'REFUSED'].includes(run.state) ? 'red' : 'plain'} messages={[run.message]} /> : null}
      {run.state === 'REFUSED' ? <Notice tone="amber" messages={[t('integrations.refused.how')]} /> : null}
      {!running && refused > 0 ? <FaultyRows id={run.id} /> : null}
      {kept.length > 0 ? <Notice tone="amber" messages={kept} /> : null}
      <div className="hk-row">
        {running ? <Button loading={busy} onClick={() => void act(importsApi.cancel)}>{t('integrations.cancel')}</Button> : null}
        {run.state === 'REFUSED' ? <Button type="primary" loading={busy} onClick={() => void act((id) => importsApi.run(id, true))}>{t('integrations.takeGood')}</Button> : null}
        {run.state === 'REFUSED' ? <Button onClick={onMapping}>{t('integrations.backToColumns')}</Button> : null}
        {!running && refused > 0 ? <Button onClick={() => void download(`/imports/${run.id}/errors.xlsx`).catch((error: unknown) => void message.error(say(error)))}>{t('integrations.errors')}</Button> : null}
        {!running && accepted > 0 && run.state !== 'UNDONE' ? (
          <Popconfirm title={t('integrations.undo.ask')} okText={t('integrations.undo')} cancelText={t('resource.cancel')} okButtonProps={{ danger: true }} onConfirm={() => act(undo)}>
            <Button danger loading={busy}>{t('integrations.undo')}</Button>
          </Popconfirm>
        ) : null}
        {running ? null : <Button {...(run.state === 'REFUSED' ? {} : { type: 'primary' as const })} onClick={onAgain}>{t('integrations.again')}</Button>}
      </div>
    </div>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm, Progress } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download, importsApi } from '@/api'
import type { ImportRun } from '@/api'
import { Notice, formatQuantity, useErrorText } from '@/kit'
import { isBusy } from '../mapping'

interface RunStepProps {
  run: ImportRun
  onChange: () => void
  onAgain: () => void
}

/** Progress, rate and time left; afterwards what came in, what did not, and the way back. */
export function RunStep({ run, onChange, onAgain }: RunStepProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const total = run.rows_total ?? 0
  const done = run.rows_done ?? 0
  const running = isBusy(run)
  const refused = run.rows_refused ?? 0
  const accepted = run.rows_accepted ?? Math.max(0, done - refused)
  const state = run.state.toLowerCase()
  const words: Record<string, string> = {
    queued: t('integrations.state.queued'), running: t('integrations.state.running'), done: t('integrations.state.done'), finished: t('integrations.state.done'),
    succeeded: t('integrations.state.done'), partial: t('integrations.state.partial'), failed: t('integrations.state.failed'), refused: t('integrations.state.failed'),
    cancelled: t('integrations.state.cancelled'), undone: t('integrations.state.undone'),
  }

  useEffect(() => {
    if (!running) void queries.invalidateQueries({ queryKey: ['list'] })
  }, [running, queries])

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
      <strong style={{ fontSize: 16 }}>{words[state] ?? run.state}</strong>
      <Progress percent={total > 0 ? Math.floor((done / total) * 100) : running ? 0 : 100} status={state === 'failed' ? 'exception' : running ? 'active' : 'normal'} aria-label={t('integrations.step.run')} />
      <p className="hk-muted" role="status">
        {t('integrations.progress', { done: formatQuantity(done), total: formatQuantity(total) })}
        {running && run.rate ? ` · ${t('integrations.rate', { rate: formatQuantity(Math.round(run.rate)) })}` : ''}
        {running && run.seconds_left !== null && run.seconds_left !== undefined ? ` · ${t('integrations.left', { seconds: Math.ceil(run.seconds_left) })}` : ''}
      </p>
      {running ? <p className="hk-faint">{t('integrations.leave')}</p> : (
        <p>{t('integrations.result', { accepted: formatQuantity(accepted), refused: formatQuantity(refused) })}</p>
      )}
      {run.error ? <Notice messages={[run.error]} /> : null}
      <div className="hk-row">
        {running ? <Button loading={busy} onClick={() => void act(importsApi.cancel)}>{t('integrations.cancel')}</Button> : null}
        {!running && refused > 0 ? <Button onClick={() => void download(`/imports/${run.id}/errors.xlsx`).catch((error: unknown) => void message.error(say(error)))}>{t('integrations.errors')}</Button> : null}
        {!running && accepted > 0 && state !== 'undone' ? (
          <Popconfirm title={t('integrations.undo.ask')} okText={t('integrations.undo')} cancelText={t('resource.cancel')} okButtonProps={{ danger: true }} onConfirm={() => act(importsApi.undo)}>
            <Button danger loading={busy}>{t('integrations.undo')}</Button>
          </Popconfirm>
        ) : null}
        {running ? null : <Button type="primary" onClick={onAgain}>{t('integrations.again')}</Button>}
      </div>
    </div>
  )
}

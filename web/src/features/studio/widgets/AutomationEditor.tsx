import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { automationsApi, isApiError, resourcesApi } from '@/api'
import type { RecordRow } from '@/api'
import { Notice, Page, useErrorText } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { can, useMeta } from '@/resource/meta'
import { ACTION_KINDS, MOST_ACTIONS, blankAction, placed } from '../automation'
import type { Action, Rule } from '../automation'
import { useAutomationWords } from '../useAutomationWords'
import { AutomationAction } from './AutomationAction'
import { AutomationFormula } from './AutomationFormula'
import { AutomationLog } from './AutomationLog'
import { AutomationTrial } from './AutomationTrial'
import { AutomationTrigger } from './AutomationTrigger'

const PATH = 'automations'

/** One automation: what sets it off, under which condition, what happens then; what it did, and what it would do. */
export function AutomationEditor({ start, record }: { start: Rule; record: RecordRow | null }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const words = useAutomationWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message, modal } = App.useApp()
  const [rule, setRule] = useState(start)
  const may = can(meta, PATH, record ? 'update' : 'create')
  const dirty = JSON.stringify(rule) !== JSON.stringify(start) || record === null
  const set = (changes: Partial<Rule>) => setRule({ ...rule, ...changes })
  const save = useMutation({
    mutationFn: (active: boolean) => {
      const values = { ...rule, runner: rule.runner?.id ?? null, active }
      return record ? resourcesApi.update(PATH, record.id, { ...values, rev: record.rev ?? 0 }) : resourcesApi.create(PATH, values)
    },
    onSuccess: async (saved) => {
      void message.success(t('studio.auto.saved'))
      queries.setQueryData(['automation', saved.id], saved)
      await queries.invalidateQueries({ queryKey: ['list', PATH] })
      if (!record) void navigate(`/automations/${saved.id}`, { replace: true })
    },
  })
  const wrong = placed(isApiError(save.error) ? save.error.items : [])
  const others = save.error && (wrong[''] ?? (isApiError(save.error) && save.error.items.length > 0 ? [] : [say(save.error)]))
  const put = (index: number, action: Action) => set({ actions: rule.actions.map((one, at) => (at === index ? action : one)) })
  const move = (index: number, by: number) => {
    const actions = [...rule.actions]
    const [moved] = actions.splice(index, 1)
    if (moved) actions.splice(index + by, 0, moved)
    set({ actions })
  }
  const remove = () => modal.confirm({
    title: t('studio.auto.delete', { name: rule.name }), okText: t('resource.delete'), cancelText: t('resource.cancel'), okButtonProps: { danger: true },
    onOk: async () => {
      await resourcesApi.remove(PATH, record?.id ?? '').then(() => navigate('/automations'), (error: unknown) => void message.error(say(error)))
      await queries.invalidateQueries({ queryKey: ['list', PATH] })
    },
  })
  const key = async () => {
    try {
      const made = await automationsApi.newKey(record?.id ?? '')
      modal.info({ title: t('studio.auto.key'), width: 560, content: <><p>{t('studio.auto.key.once')}</p><pre className="hk-auto-said">{`POST ${made.path}\nAuthorization: Bearer ${made.key}`}</pre></> })
    } catch (error) {
      void message.error(say(error))
    }
  }
  const active = Boolean(record?.['active'])
  const actions = (
    <span className="hk-row">
      {record ? <Switch checked={active} disabled={!may || dirty} loading={save.isPending} checkedChildren={t('studio.auto.active')} unCheckedChildren={t('studio.auto.off')} aria-label={t('studio.auto.active')} onChange={(on) => save.mutate(on)} /> : null}
      {record && rule.trigger.kind === 'webhook' && may ? <Button onClick={() => void key()}>{t('studio.auto.key.new')}</Button> : null}
      {record && can(meta, PATH, 'delete') ? <Button danger type="text" onClick={remove}>{t('resource.delete')}</Button> : null}
      <Button type="primary" disabled={!may || !dirty} loading={save.isPending} onClick={() => save.mutate(record ? active : false)}>{t('resource.save')}</Button>
    </span>
  )
  return (
    <Page title={record ? String(record['name']) : t('studio.auto.new')} actions={actions}>
      <div className="hk-auto">
        {others && others.length > 0 ? <Notice messages={others} /> : null}
        <section className="hk-panel hk-auto-part">
          <div className="hk-auto-row">
            <Input style={{ width: 280 }} disabled={!may} aria-label={t('studio.auto.name')} placeholder={t('studio.auto.name')} value={rule.name} onChange={(event) => set({ name: event.target.value })} />
            <span className="hk-auto-row"><span className="hk-muted">{t('studio.auto.runner')}</span><span style={{ width: 180 }}><ReferencePicker resource="users" label={t('studio.auto.runner')} required={false} disabled={!may} value={rule.runner} onChange={(runner: unknown) => set({ runner: runner as Rule['runner'] })} /></span></span>
          </div>
          <span className="hk-faint">{t('studio.auto.runner.hint')}</span>
        </section>
        <section className="hk-panel hk-auto-part"><h2>{t('studio.auto.trigger')}</h2>{wrong['trigger'] ? <Notice messages={wrong['trigger']} /> : null}<AutomationTrigger trigger={rule.trigger} disabled={!may} onChange={(trigger) => set({ trigger })} /></section>
        <section className="hk-panel hk-auto-part"><h2>{t('studio.auto.condition')}</h2>{wrong['condition'] ? <Notice messages={wrong['condition']} /> : null}<AutomationFormula trigger={rule.trigger} label={t('studio.auto.condition')} value={rule.condition} disabled={!may} onChange={(condition) => set({ condition })} /></section>
        <section className="hk-auto-part">
          <h2>{t('studio.auto.actions')}</h2>
          <ol className="hk-auto-actions">
            {rule.actions.map((action, index) => <AutomationAction key={index} number={index + 1} action={action} trigger={rule.trigger} disabled={!may} messages={wrong[`actions.${index}`] ?? []} onChange={(next) => put(index, next)} onMove={(by) => move(index, by)} onRemove={() => set({ actions: rule.actions.filter((_, at) => at !== index) })} />)}
          </ol>
          {rule.actions.length < MOST_ACTIONS ? <Select style={{ width: 240 }} value={null} disabled={!may} aria-label={t('studio.auto.addAction')} placeholder={t('studio.auto.addAction')} options={ACTION_KINDS.map((kind) => ({ value: kind, label: words.actions[kind] }))} onChange={(kind: Action['kind']) => set({ actions: [...rule.actions, blankAction(kind)] })} /> : null}
        </section>
        {record && may ? <AutomationTrial id={record.id} trigger={rule.trigger} dirty={dirty} /> : null}
        {record ? <AutomationLog id={record.id} may={may} /> : null}
      </div>
    </Page>
  )
}

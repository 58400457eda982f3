import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { summariesApi } from '@/api'
import type { SummaryTable, SummaryWords } from '@/api/summaries'
import { Page, useErrorText } from '@/kit'
import { FormulaEditor } from '@/kit/formula/FormulaEditor'
import { can, useMeta } from '@/resource/meta'
import { NEW, declarationOf } from '../summary'
import { useCatalogue } from '../useStudio'
import { SummaryFigures } from './SummaryFigures'
import { SummaryGroups } from './SummaryGroups'
import { SummaryTrial } from './SummaryTrial'

const NO_WORDS: SummaryWords = { states: [], fields: [], condition: [], guard: [], functions: [] }

/** A summary table in the making, beside the rows it would have now. */
export function SummaryEditor({ start }: { start: SummaryTable }) {
  const { t, i18n } = useTranslation()
  const meta = useMeta()
  const { message, modal } = App.useApp()
  const say = useErrorText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const catalogue = useCatalogue()
  const [draft, setDraft] = useState(start)
  const set = (part: Partial<SummaryTable>) => setDraft((before) => ({ ...before, ...part }))
  const { data: words = NO_WORDS } = useQuery({
    queryKey: ['summary-words', draft.source, draft.groups, draft.figures, i18n.language], queryFn: () => summariesApi.words(draft.source, draft.groups, draft.figures),
    enabled: draft.source !== '', placeholderData: (before) => before, retry: false,
  })
  const done = () => Promise.all(['summary-tables', 'summary-states', 'studio'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
  const save = useMutation({
    mutationFn: () => {
      const values = { ...declarationOf(draft), name: draft.name, active: draft.active }
      return start.id === NEW ? summariesApi.create(values) : summariesApi.save(start.id, { ...values, rev: start.rev })
    },
    onSuccess: async () => { await done(); void message.success(t('studio.summary.saved')); void navigate('/summary-tables') },
    onError: (error) => void message.error(say(error)),
  })
  const remove = () => modal.confirm({
    title: t('studio.print.remove', { name: start.name }), okText: t('studio.remove'), okButtonProps: { danger: true },
    onOk: () => summariesApi.remove(start.id).then(async () => { await done(); void navigate('/summary-tables') }, (error: unknown) => { void message.error(say(error)) }),
  })
  const sources = (['documents', 'lines'] as const).map((kind) => ({
    label: kind === 'documents' ? t('studio.data.documents') : t('studio.data.lines'), title: kind,
    options: (catalogue.data?.datasets ?? []).filter((one) => one.kind === kind).map((one) => ({ value: one.name, label: one.label })),
  }))
  const may = can(meta, 'summary-tables', start.id === NEW ? 'create' : 'update')
  const ready = draft.name.trim() !== '' && draft.source !== '' && draft.groups.length > 0 && draft.figures.length > 0 && (draft.guard.trim() === '' || draft.message.trim() !== '')
  return (
    <Page title={start.id === NEW ? t('studio.summary.new') : start.name} actions={may ? (
      <>
        {start.id === NEW ? null : <Button danger onClick={remove}>{t('studio.remove')}</Button>}
        <Button type="primary" loading={save.isPending} disabled={!ready} onClick={() => save.mutate()}>{t('studio.save')}</Button>
      </>
    ) : null}>
      <div className="hk-studio-print">
        <Form layout="vertical" component="div" disabled={!may} className="hk-panel hk-studio-summary">
          <Form.Item label={t('studio.name')} required><Input aria-label={t('studio.name')} value={draft.name} maxLength={100} onChange={(event) => set({ name: event.target.value })} /></Form.Item>
          <Form.Item label={t('studio.summary.source')} required>
            <Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.summary.source')} value={draft.source || null} options={sources} onChange={(source: string) => set({ source, states: [], condition: '', groups: [], figures: [{ code: 'm1', agg: 'count' }], guard: '' })} />
          </Form.Item>
          {draft.source === '' ? null : (
            <>
              <Form.Item label={t('studio.summary.states')} extra={t('studio.summary.states.help')}>
                <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.summary.states')} value={draft.states} options={words.states} placeholder={t('studio.summary.states.all')} onChange={(states: string[]) => set({ states })} />
              </Form.Item>
              <Form.Item label={t('studio.summary.condition')} extra={t('studio.summary.condition.help')}>
                <FormulaEditor value={draft.condition} onChange={(condition) => set({ condition })} words={{ fields: words.condition, functions: words.functions }} label={t('studio.summary.condition')} disabled={!may} />
              </Form.Item>
              <SummaryGroups groups={draft.groups} fields={words.fields} onChange={(groups) => set({ groups })} />
              <SummaryFigures figures={draft.figures} fields={words.fields} onChange={(figures) => set({ figures })} />
              <Form.Item label={t('studio.summary.guard')} extra={t('studio.summary.guard.help')}>
                <FormulaEditor value={draft.guard} onChange={(guard) => set({ guard })} words={{ fields: words.guard, functions: words.functions }} label={t('studio.summary.guard')} disabled={!may} />
              </Form.Item>
              {draft.guard.trim() === '' ? null : (
                <Form.Item label={t('studio.summary.message')} required><Input aria-label={t('studio.summary.message')} maxLength={300} value={draft.message} onChange={(event) => set({ message: event.target.value })} /></Form.Item>
              )}
              <Checkbox checked={draft.active} onChange={(event) => set({ active: event.target.checked })}>{t('studio.print.active')}</Checkbox>
            </>
          )}
        </Form>
        {can(meta, 'summary-tables', 'create') ? <SummaryTrial draft={draft} /> : null}
      </div>
    </Page>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { peopleApi } from '@/api'
import { useErrorText } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { grantRows } from '@/resource/fields/grants/grants'
import { useActionWords } from '@/resource/fields/grants/words'
import { can, useMeta } from '@/resource/meta'

/** What this release gives a preset role that was edited here: taken or left in one click. */
export function RoleNews({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { actions, others } = useActionWords()
  const news = useQuery({ queryKey: ['role-news', record.id, record.rev], queryFn: () => peopleApi.roleNews(record.id), enabled: record['builtin'] === true })
  if (!news.data || news.data.length === 0) return null
  const labels = new Map(grantRows(meta, [], others).map((row) => [row.resource, row.label]))
  const told = new Map<string, string[]>()
  for (const { resource, action } of news.data) told.set(resource, [...(told.get(resource) ?? []), actions[action] ?? action])
  const settle = async (take: boolean) => {
    try {
      await peopleApi.settleRoleNews(record.id, take)
      await queries.invalidateQueries({ queryKey: ['record', 'roles', record.id] })
      await news.refetch()
    } catch (failure) {
      void message.error(say(failure))
    }
  }
  return (
    <Alert type="info" showIcon title={t('settings.roleNews')}
      description={<ul style={{ margin: '4px 0 0', paddingInlineStart: 18 }}>{[...told].map(([resource, words]) => <li key={resource}>{labels.get(resource) ?? resource}: {words.join(' · ')}</li>)}</ul>}
      action={can(meta, 'roles', 'update') ? (
        <div style={{ display: 'grid', gap: 8 }}>
          <Button type="primary" size="small" onClick={() => void settle(true)}>{t('settings.roleNews.take')}</Button>
          <Button size="small" onClick={() => void settle(false)}>{t('settings.roleNews.leave')}</Button>
        </div>
      ) : undefined} />
  )
}

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Badge, Button, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { approvalsApi } from '@/api'
import type { TaskView } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, usePhone } from '@/kit'
import { inBatch, viewOf } from '../tasks'
import { BatchBar } from '../widgets/BatchBar'
import { TaskCards } from '../widgets/TaskCards'
import { TaskTable } from '../widgets/TaskTable'
import { useTaskDeeds } from '../widgets/useTaskDeeds'
import '../tasks.css'

const WORDS: Record<TaskView, { label: { text: string }; none: { text: string }; help: { text: string } }> = {
  todo: { label: { text: 'approvals.view.todo' }, none: { text: 'approvals.none.todo' }, help: { text: 'approvals.none.todo.text' } },
  done: { label: { text: 'approvals.view.done' }, none: { text: 'approvals.none.done' }, help: { text: 'approvals.none.done.text' } },
  started: { label: { text: 'approvals.view.started' }, none: { text: 'approvals.none.started' }, help: { text: 'approvals.none.started.text' } },
  copied: { label: { text: 'approvals.view.copied' }, none: { text: 'approvals.none.copied' }, help: { text: 'approvals.none.copied.text' } },
}
const REFRESH_MS = 60_000

/** What waits for my word, what I said, what I sent on its way, what I am told of. */
export function TasksPage() {
  const { t } = useTranslation()
  const [params, setParams] = useSearchParams()
  const view = viewOf(params.get('view'))
  const counts = useQuery({ queryKey: ['menu-badge', 'approvals', 'counts'], queryFn: approvalsApi.counts, refetchInterval: REFRESH_MS })
  const tab = (key: TaskView, count: number) => ({ key, label: count > 0 ? <Badge count={count} size="small" offset={[10, 0]} color="var(--hk-amber)"><span>{t(WORDS[key].label.text)}</span></Badge> : t(WORDS[key].label.text) })
  return (
    <Page title={t('approvals.tasks')} actions={<Link to="/records/delegations"><Button>{t('approvals.delegations')}</Button></Link>}>
      <Tabs activeKey={view} tabBarGutter={28} onChange={(next) => setParams(next === 'todo' ? {} : { view: next }, { replace: true })}
        items={[tab('todo', counts.data?.todo ?? 0), tab('done', 0), tab('started', 0), tab('copied', counts.data?.copied_unread ?? 0)]} />
      <TaskList key={view} view={view} />
    </Page>
  )
}

function TaskList({ view }: { view: TaskView }) {
  const { t } = useTranslation()
  const phone = usePhone()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const query = useInfiniteQuery({
    queryKey: ['approval-tasks', view],
    queryFn: ({ pageParam }) => approvalsApi.tasks(view, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
    ...(view === 'todo' ? { refetchInterval: REFRESH_MS } : {}),
  })
  const { deeds, dialog } = useTaskDeeds(() => setChosen(new Set()))
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (query.isPending) return <Skeleton rows={6} />
  const tasks = query.data.pages.flatMap((page) => page.items)
  if (tasks.length === 0) return <EmptyState title={t(WORDS[view].none.text)} text={t(WORDS[view].help.text)} />
  const picked = tasks.filter((task) => chosen.has(task.id) && inBatch(task))
  const choose = (id: string, on: boolean) => setChosen((known) => {
    const next = new Set(known)
    if (on) next.add(id)
    else next.delete(id)
    return next
  })
  return (
    <>
      {phone ? <TaskCards view={view} tasks={tasks} chosen={chosen} onChoose={choose} deeds={deeds} /> : (
        <TaskTable view={view} tasks={tasks} chosen={chosen} onChoose={choose} onChooseAll={(on) => setChosen(on ? new Set(tasks.filter(inBatch).map((task) => task.id)) : new Set())} deeds={deeds} />
      )}
      {query.hasNextPage ? <Button block={phone} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('resource.more')}</Button> : null}
      {picked.length > 0 ? <BatchBar tasks={picked} onDone={(left) => setChosen(new Set(left))} /> : null}
      {dialog}
    </>
  )
}

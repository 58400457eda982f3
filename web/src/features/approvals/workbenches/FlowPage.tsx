import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { approvalsApi, resourcesApi } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton } from '@/kit'
import { RecordPage } from '@/resource/RecordPage'
import { filled } from '../tree'
import { FlowDesigner } from '../widgets/FlowDesigner'
import '../flow.css'

/** One approval flow: its settings are a form, its course is drawn. */
export function FlowPage() {
  const { t } = useTranslation()
  const { id = 'new' } = useParams()
  const record = useQuery({ queryKey: ['record', 'workflows', id], queryFn: () => resourcesApi.read('workflows', id), enabled: id !== 'new' })
  const draft = useQuery({ queryKey: ['flow-draft', id], queryFn: () => approvalsApi.draft(id), enabled: id !== 'new', staleTime: Infinity, gcTime: 0 })
  if (id === 'new') return <RecordPage resource="workflows" />
  const failed = record.error ?? draft.error
  if (failed) return <Page title={t('approvals.flow')}><ErrorState error={failed} onRetry={() => { void record.refetch(); void draft.refetch() }} /></Page>
  if (!record.data || !draft.data) return <Page title={t('approvals.flow')}><Skeleton rows={8} /></Page>
  const type = record.data['document_type']
  const code = typeof type === 'object' && type !== null ? String((type as { code?: string }).code ?? '') : String(type ?? '')
  if (code === '') return <Page title={t('approvals.flow')}><EmptyState title={t('approvals.flow.noType')} /></Page>
  return <FlowDesigner key={id} record={record.data} type={code} draft={{ ...draft.data, tree: filled(draft.data.tree) }} />
}

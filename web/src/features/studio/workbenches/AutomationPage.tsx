import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { resourcesApi } from '@/api'
import { ErrorState, Skeleton } from '@/kit'
import { blankRule, ruleOf } from '../automation'
import { AutomationEditor } from '../widgets/AutomationEditor'
import '../automation.css'

export function AutomationPage() {
  const { t } = useTranslation()
  const { id = 'new' } = useParams()
  const found = useQuery({ queryKey: ['automation', id], queryFn: () => resourcesApi.read('automations', id), enabled: id !== 'new', retry: false })
  if (id === 'new') return <AutomationEditor key="new" start={blankRule(t('studio.auto.newName'))} record={null} />
  if (found.isPending) return <Skeleton rows={10} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  return <AutomationEditor key={`${found.data.id}:${String(found.data.rev)}`} start={ruleOf(found.data)} record={found.data} />
}

import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { summariesApi } from '@/api'
import { ErrorState, Skeleton } from '@/kit'
import { NEW, freshSummary } from '../summary'
import { SummaryEditor } from '../widgets/SummaryEditor'
import '../studio.css'

export function SummaryPage() {
  const { id = NEW } = useParams()
  const found = useQuery({ queryKey: ['summary-tables', id], queryFn: () => summariesApi.read(id), retry: false, enabled: id !== NEW })
  if (id === NEW) return <SummaryEditor key={NEW} start={freshSummary()} />
  if (found.isPending) return <Skeleton rows={10} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  return <SummaryEditor key={`${found.data.id}:${found.data.rev}`} start={found.data} />
}

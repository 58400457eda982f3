import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { studioApi } from '@/api'
import { ErrorState, Skeleton } from '@/kit'
import { PrintDesigner } from '../widgets/PrintDesigner'
import '../studio.css'

export function PrintTemplatePage() {
  const { id = '' } = useParams()
  const found = useQuery({ queryKey: ['print-templates', id], queryFn: () => studioApi.printTemplate(id), retry: false })
  if (found.isPending) return <Skeleton rows={10} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  return <PrintDesigner key={`${found.data.id}:${found.data.rev}`} start={found.data} />
}

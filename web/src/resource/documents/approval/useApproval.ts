import { useQuery } from '@tanstack/react-query'
import { approvalsApi } from '@/api'
import type { Approval, HkDocument } from '@/api'
import { useMeta } from '../../meta'

/** The approval a document is in or went through; null: none. */
export function useApproval(document: HkDocument | null): Approval | null {
  const meta = useMeta()
  // Whoever may not see the flows themselves still sees where a document stands in one.
  const described = meta.viewer.can['workflows:view'] !== undefined
  const query = useQuery({
    queryKey: ['document-side', document?.id, 'approval', document?.rev, document?.state],
    queryFn: () => (document ? approvalsApi.ofDocument(document.id) : null),
    enabled: described && document !== null,
    retry: false,
  })
  return query.data ?? null
}

export interface Waiting {
  node: string
  people: string[]
}

/** Who is asked at the moment. */
export const waitingFor = (approval: Approval): Waiting[] =>
  approval.nodes.filter((node) => node.state === 'active')
    .map((node) => ({ node: node.name, people: node.tasks.filter((task) => task.state === 'pending').map((task) => task.assignee.name) }))

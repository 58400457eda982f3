import { isApiError } from '@/api'
import type { Person } from '@/api'

/** A node whose approvers somebody has to name. */
export interface Open {
  id: string
  name: string
  among: Person[] | null
}

const CODE = 'approvers_needed'

/** The nodes a refusal asks people for; none when it is another refusal. */
export function openNodes(error: unknown): Open[] {
  if (!isApiError(error)) return []
  const said = [error.problem, ...error.items].filter((one) => one.code === CODE)
  return said.flatMap(({ params }) => {
    const nodes = params?.['nodes']
    return Array.isArray(nodes) ? (nodes as Open[]).map((node) => ({ ...node, among: node.among ?? null })) : []
  })
}

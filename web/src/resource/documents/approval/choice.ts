import { isApiError } from '@/api'

/** A node whose approvers somebody has to name. */
export interface Open {
  id: string
  name: string
}

const CODE = 'approvers_needed'

/** The nodes a refusal asks people for; none when it is another refusal. */
export function openNodes(error: unknown): Open[] {
  if (!isApiError(error)) return []
  return error.items.filter((item) => item.code === CODE).map((item) => ({ id: String(item.loc.at(-1)), name: typeof item.params?.['name'] === 'string' ? item.params['name'] : item.message }))
}

import type { Id } from './contract'
import { get, itemsOf, post } from './http'

/** One attempt to tell a webhook of an event. */
export interface Delivery {
  id: Id
  position: string
  kind: string
  state: 'PENDING' | 'DELIVERED' | 'FAILED'
  attempts: number
  response_status: number | null
  error: string
  created_at: string
  delivered_at: string | null
  next_attempt_at: string | null
}

export const deliveries = async (webhook: Id, before?: Id): Promise<Delivery[]> =>
  itemsOf(await get<{ items: Delivery[] }>(`/webhooks/${webhook}/deliveries`, { before, limit: 50 }))

/** Send one delivery again, or everything behind a position of the feed; gives how many. */
export const replay = (webhook: Id, what: { delivery: Id } | { after: string }): Promise<{ count: number }> => post(`/webhooks/${webhook}/replay`, what)

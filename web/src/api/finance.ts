import type { Id, RecordRow } from './contract'
import type { components } from './schema'
import { get, post } from './http'

/** rows: what stands in the way, each with a sentence and, where there is one, the page it is settled on. */
export type CloseCheck = Omit<components['schemas']['CheckOut'], 'rows'> & { rows: { message?: string; path?: string }[] }
export type Month = components['schemas']['MonthOut']
export type Reopening = Partial<components['schemas']['ReopenIn']>
export type TieOut = components['schemas']['TieOut']
export type OddCost = components['schemas']['OddCostOut']
export type PendingEvent = components['schemas']['PendingOut']

export const months = (book: Id): Promise<Month[]> => get(`/books/${book}/periods`)
export const checks = (book: Id, month: string): Promise<CloseCheck[]> => get(`/books/${book}/periods/${month}/checks`)
export const close = (book: Id, month: string, confirm: string[]): Promise<Month[]> =>
  post(`/books/${book}/periods/${month}/close`, { confirm } satisfies components['schemas']['CloseIn'])
export const reopen = (book: Id, month: string, body: Reopening): Promise<Month[]> => post(`/books/${book}/periods/${month}/reopen`, body)
export const tieOut = (book: Id): Promise<TieOut[]> => get(`/books/${book}/tie-out`)
export const oddCosts = (book: Id): Promise<OddCost[]> => get(`/books/${book}/odd-costs`)
export const fixOddCost = (book: Id, key: string): Promise<components['schemas']['DraftOut']> =>
  post(`/books/${book}/odd-costs/fix`, { key } satisfies components['schemas']['FixIn'])
export const pending = (): Promise<PendingEvent[]> => get('/pending-events')
export const retryPending = (): Promise<PendingEvent[]> => post('/pending-events/retry')
export const review = (voucher: Id): Promise<RecordRow> => post(`/vouchers/${voucher}/review`)
export const reverse = (voucher: Id, reason: string): Promise<RecordRow> =>
  post(`/vouchers/${voucher}/reverse`, { reason } satisfies Partial<components['schemas']['ReverseVoucherIn']>)
export type Opening = Omit<components['schemas']['OpeningOut'], 'checks'> & { checks: CloseCheck[] }
export const opening = (book: Id): Promise<Opening> => get(`/books/${book}/opening`)
export const openBooks = (book: Id): Promise<Opening> => post(`/books/${book}/opening/open`)
export const reopenOpening = (book: Id, reason: string, confirm: string[]): Promise<Opening> =>
  post(`/books/${book}/opening/reopen`, { reason, confirm } satisfies components['schemas']['ReopenOpeningIn'])
export const carryOpening = (book: Id): Promise<Opening> => post(`/books/${book}/opening/carry`)
export const unreview = (voucher: Id): Promise<RecordRow> => post(`/vouchers/${voucher}/unreview`)
export type VoucherBatch = components['schemas']['ExportOut']
export const reviewMonth = (book: Id, month: string): Promise<{ reviewed: number }> => post(`/books/${book}/vouchers/review`, { month })
export const exportMonth = (book: Id, month: string, layout: string): Promise<VoucherBatch> => post(`/books/${book}/vouchers/export`, { month, layout })
export const batches = (book: Id): Promise<VoucherBatch[]> => get(`/books/${book}/voucher-exports`)
export interface Summaries {
  count: number
  documents: number
  vouchers: RecordRow[]
}
/** The vouchers that summing up would make, none of them kept. */
export const trySummaries = (book: Id, until: string): Promise<Summaries> => get(`/books/${book}/voucher-summaries`, { until })
export const sumUp = (book: Id, until: string): Promise<Summaries> => post(`/books/${book}/voucher-summaries`, { until })
export type Revaluation = components['schemas']['RevaluationOut']
export const revaluation = (book: Id, month: string): Promise<Revaluation> => get(`/books/${book}/periods/${month}/revaluation`)
export const revalue = (book: Id, month: string, rates: Record<string, string>, write: boolean): Promise<Revaluation> =>
  post(`/books/${book}/periods/${month}/revaluation`, { rates, write })

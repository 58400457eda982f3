import type { DocumentDraft, HkDocument, Reference } from '@/api'
import { isNegative, negateDecimal, sumDecimals } from '@/kit'
import { openItems, sideOf } from '../fields/settle/openItems'

/** Which document brings the money an invoice asks for. */
const MONEY: Record<string, string> = { purchase_invoice: 'payment', landed_cost: 'payment', sales_invoice: 'money_receipt' }

/** The kind of document that settles this one; null when nothing is open. */
export function moneyFor(document: HkDocument | null): string | null {
  const open = document?.state.toUpperCase() === 'POSTED' && String(document.settlement ?? '').toUpperCase() !== 'DONE'
  return (open && MONEY[document.type]) || null
}

/** Money for all that is still open on a document; a credit note asks for a refund. */
export async function settlementOf(type: string, document: HkDocument): Promise<DocumentDraft> {
  const partner = document['partner'] as Reference | null
  const items = (await openItems(partner?.id ?? '')).filter((item) => item.document.id === document.id && item.side === sideOf(type))
  const open = sumDecimals(items.map((item) => item.open_amount))
  const refund = isNegative(open)
  const amount = refund ? negateDecimal(open) : open
  return { type, header: { partner, amount, ...(refund ? { purpose: 'REFUND' } : {}), matches: [{ document: document.id, amount }] }, lines: [] }
}

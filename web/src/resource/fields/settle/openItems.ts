import type { Values } from '@/api'
import { resourcesApi } from '@/api'
import { compareDecimals, isZero, negateDecimal, roundDecimal, subtractDecimals, sumDecimals } from '@/kit'

/** One thing that is owed, with the amount settled now. */
export interface OpenItem {
  document: { id: string; number: string; type: string }
  date: string
  due_date: string | null
  side: string
  amount: string
  open_amount: string
}

export interface Match {
  document: string | { id: string }
  amount: string
}

export const documentOf = ({ document }: Match): string => (typeof document === 'object' ? document.id : String(document))

export const matchesOf = (value: unknown): Match[] => (Array.isArray(value) ? (value as Match[]) : [])

/** What a partner still owes us or we owe it, what is due first first. */
export async function openItems(partner: string): Promise<OpenItem[]> {
  const page = await resourcesApi.list('open-items', { limit: 200, sort: 'due_date', filter: [['partner', 'eq', partner], ['open_amount', 'ne', '0']] })
  return page.items as unknown as OpenItem[]
}

/** The amount that can be settled against an item by money of this direction; null when it is on the same side. */
export const leftOf = (item: OpenItem, refund: boolean): string | null => {
  const left = refund ? negateDecimal(item.open_amount) : item.open_amount
  return compareDecimals(left, '0') > 0 ? left : null
}

/** Settle what is due first until the money is used up. */
export function oldestFirst(items: OpenItem[], money: unknown, refund: boolean): Match[] {
  let rest = String(money ?? '0')
  return items.flatMap((item) => {
    const left = leftOf(item, refund)
    if (left === null || compareDecimals(rest, '0') <= 0) return []
    const amount = compareDecimals(left, rest) <= 0 ? left : rest
    rest = subtractDecimals(rest, amount)
    return [{ document: item.document.id, amount: roundDecimal(amount, 2) ?? amount }]
  })
}

export const totalOf = (matches: Match[]): string => sumDecimals(matches.map(({ amount }) => amount))

/** The matches with one document's amount changed; nothing typed takes it out. */
export const withAmount = (matches: Match[], document: string, amount: string): Match[] => {
  const others = matches.filter((match) => documentOf(match) !== document)
  return amount.trim() === '' || isZero(amount) ? others : [...others, { document, amount }]
}

export const partnerOf = (values: Values): string | null => {
  const partner = values['partner']
  return typeof partner === 'object' && partner !== null && 'id' in partner ? String(partner.id) : partner ? String(partner) : null
}

/** Which items money or an invoice takes: money settles what is owed, an invoice takes what was paid in advance. */
const SIDES: Record<string, string> = { payment: 'AP', money_receipt: 'AR', purchase_invoice: 'PREPAID', sales_invoice: 'ADV-R' }
export const sideOf = (type: unknown): string => SIDES[String(type)] ?? 'AR'
export const takesAdvances = (type: unknown): boolean => String(type).endsWith('_invoice')

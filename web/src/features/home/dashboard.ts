import type { Decimal, Reference, Values } from '@/api'
import { isZero } from '@/kit'

export interface MoverRow {
  item: Reference
  quantity: Decimal
  unit?: string | Reference | null
  amount?: Decimal | null
}

export interface LowRow {
  item: Reference
  available: Decimal
  minimum?: Decimal | null
  unit?: string | Reference | null
}

export interface SlowRow {
  item: Reference
  quantity: Decimal
  unit?: string | Reference | null
  days?: number | null
  amount?: Decimal | null
}

export interface OpenOrders {
  type: string
  label: string
  count: number
  amount?: Decimal | null
  late?: number
  path: string
}

export interface TrendPoint {
  date: string
  in_amount: Decimal
  out_amount: Decimal
}

export interface Dashboard {
  value: { amount: Decimal; previous: Decimal | null; byCategory: { name: string; amount: Decimal }[] } | null
  trend: TrendPoint[]
  movers: MoverRow[]
  low: LowRow[]
  slow: SlowRow[]
  open: OpenOrders[]
}

/** Did anything come in or go out in the time the trend tells of? */
export const moved = (trend: TrendPoint[]): boolean => trend.some((point) => !isZero(point.in_amount) || !isZero(point.out_amount))

/** A new account set: nothing on hand, nothing moved, no order under way. */
export const isFresh = (board: Dashboard): boolean =>
  (board.value === null || isZero(board.value.amount)) && !moved(board.trend) && board.movers.length === 0 && board.slow.length === 0 && board.open.every((entry) => entry.count === 0)

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : [])

/** What the server sent, part by part: what the viewer may not see is missing and its question is not asked. */
export function readDashboard(answer: Values): Dashboard {
  const value = answer['stock_value'] as { amount?: Decimal; previous_amount?: Decimal | null; by_category?: unknown } | null | undefined
  return {
    value: value?.amount !== undefined && value.amount !== null
      ? { amount: value.amount, previous: value.previous_amount ?? null, byCategory: list(value.by_category) }
      : null,
    trend: list(answer['trend']),
    movers: list(answer['top_movers']),
    low: list(answer['low_stock']),
    slow: list(answer['slow_movers']),
    open: list(answer['open_orders']),
  }
}

export const unitText = (unit: string | Reference | null | undefined): string | undefined =>
  typeof unit === 'object' ? (unit?.name ?? undefined) : unit

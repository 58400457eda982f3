import type { Difference, Story } from '@/api/scenarios'

/** Plain data as a story's file says it. */
export type Plain = Record<string, unknown>

export interface Step extends Plain {
  id: string
  date?: string
  doc?: string
  action?: string
  header?: Plain
  lines?: Plain[]
  with?: Step[]
  expect?: 'ok' | { refused: string | string[]; detail?: Plain }
  check?: Plain
  target?: string
  concurrent?: { requests: Step[]; repeat?: number }
}

export interface Voucher {
  date: string
  of: string[]
  template?: string
  dr?: Record<string, string>
  cr?: Record<string, string>
}

export const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)
export const isTable = (value: unknown): value is Plain[] => Array.isArray(value) && value.length > 0 && value.every(isPlain)

/** The columns of a table of plain rows, in the order in which they first appear. */
export const columnsOf = (rows: Plain[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))]

/** Quantities and amounts are written as text, so that no digit is lost. */
export const isNumber = (value: unknown): boolean => typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))

/** Each line of a voucher: account, debit, credit; red figures stay on their side. */
export const entriesOf = ({ dr = {}, cr = {} }: Voucher) => [
  ...Object.entries(dr).map(([key, amount]) => ({ key, debit: amount, credit: '' })),
  ...Object.entries(cr).map(([key, amount]) => ({ key, debit: '', credit: amount })),
]

export const stepsOf = (story: Story): Step[] => story.steps as unknown as Step[]

/** What went wrong, by step ("final" for the end). */
export const byStep = (differences: Difference[]): Map<string, Difference[]> => {
  const found = new Map<string, Difference[]>()
  for (const one of differences) found.set(one.step, [...(found.get(one.step) ?? []), one])
  return found
}

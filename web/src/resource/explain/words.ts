/** The words of every figure that can be explained, and of what its rows tell. */
export type Figure = 'available' | 'on_hand' | 'unit_cost' | 'amount' | 'issue_amount'

interface Words {
  text: string
}

export const NAMES: Record<Figure, Words> = {
  available: { text: 'explain.figure.available' },
  on_hand: { text: 'explain.figure.on_hand' },
  unit_cost: { text: 'explain.figure.unit_cost' },
  amount: { text: 'explain.figure.amount' },
  issue_amount: { text: 'explain.figure.issue_amount' },
}

export const FORMULAS: Record<Figure, Words> = {
  available: { text: 'explain.formula.available' },
  on_hand: { text: 'explain.formula.on_hand' },
  unit_cost: { text: 'explain.formula.unit_cost' },
  amount: { text: 'explain.formula.amount' },
  issue_amount: { text: 'explain.formula.issue_amount' },
}

export const COLUMNS: (Words & { name: string; words?: boolean })[] = [
  { name: 'business_date', text: 'explain.column.business_date', words: true },
  { name: 'warehouse', text: 'explain.column.warehouse', words: true },
  { name: 'in', text: 'explain.column.in' },
  { name: 'out', text: 'explain.column.out' },
  { name: 'reserved', text: 'explain.column.reserved' },
  { name: 'quantity', text: 'explain.column.quantity' },
  { name: 'amount', text: 'explain.column.amount' },
  { name: 'unit_cost', text: 'explain.column.unit_cost' },
  { name: 'balance', text: 'explain.column.balance' },
  { name: 'values', text: 'explain.column.values', words: true },
  { name: 'result', text: 'explain.column.result' },
]

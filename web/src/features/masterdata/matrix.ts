import type { Variant } from '@/api/entry'

export interface MatrixRow {
  label: string
  cells: (Variant | undefined)[]
}

/** Variants as a table: the last axis across, combinations of the others down. */
export function matrixOf(axes: Record<string, string[]>, items: Variant[]): { columns: string[]; rows: MatrixRow[] } {
  const named = Object.entries(axes).filter(([, values]) => values.length > 0)
  const across = named.length > 1 ? named[named.length - 1] : undefined
  const down = across ? named.slice(0, -1) : named
  const combinations = down.reduce<Record<string, string>[]>((known, [axis, values]) => known.flatMap((one) => values.map((value) => ({ ...one, [axis]: value }))), [{}])
  const find = (wanted: Record<string, string>) => items.find((item) => named.every(([axis]) => item.values[axis] === wanted[axis]))
  return {
    columns: across ? across[1] : [''],
    rows: down.length === 0 ? [] : combinations.map((one) => ({
      label: Object.values(one).join(' / '),
      cells: across ? across[1].map((value) => find({ ...one, [across[0]]: value })) : [find(one)],
    })),
  }
}

/** How many variants the axes ask for that do not exist yet. */
export const missing = (axes: Record<string, string[]>, items: Variant[]): number =>
  matrixOf(axes, items).rows.flatMap((row) => row.cells).filter((cell) => cell === undefined).length

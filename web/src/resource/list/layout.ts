import type { FieldSpec } from '@/api'
import { recall, remember } from '@/kit'

/** How a list is drawn: columns left out, their order (names not in it follow), their widths in pixels, density, and the formula added up. */
export interface Layout {
  hidden: string[]
  order: string[]
  widths: Record<string, number>
  density: 'small' | 'middle'
  sum: string
}

export const PLAIN: Layout = { hidden: [], order: [], widths: {}, density: 'small', sum: '' }
export const NARROWEST = 60

/** What can be read of a stored layout; the rest is plain. */
export function readLayout(value: unknown): Layout {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Partial<Record<keyof Layout, unknown>>
  const texts = (part: unknown): string[] => (Array.isArray(part) ? part.filter((entry) => typeof entry === 'string') : [])
  const widths = Object.entries((typeof given.widths === 'object' && given.widths) || {}).filter((pair): pair is [string, number] => typeof pair[1] === 'number' && pair[1] >= NARROWEST)
  return { hidden: texts(given.hidden), order: texts(given.order), widths: Object.fromEntries(widths), density: given.density === 'middle' ? 'middle' : 'small', sum: typeof given.sum === 'string' ? given.sum : '' }
}

export const loadLayout = (list: string): Layout => readLayout(recall<unknown>(`layout.${list}`, null))
export const storeLayout = (list: string, layout: Layout): void => remember(`layout.${list}`, layout)

/** All columns in the chosen order. The first one names the record: it stays first. */
export function ordered(fields: FieldSpec[], order: string[]): FieldSpec[] {
  const place = (field: FieldSpec, index: number): number => {
    const at = order.indexOf(field.name)
    return index === 0 ? -1 : at < 0 ? order.length + index : at
  }
  return fields.map((field, index) => ({ field, at: place(field, index) })).sort((a, b) => a.at - b.at).map(({ field }) => field)
}

/** The columns shown, with their widths. */
export const laidOut = (fields: FieldSpec[], layout: Layout): FieldSpec[] =>
  ordered(fields, layout.order)
    .filter((field, index) => index === 0 || !layout.hidden.includes(field.name))
    .map((field) => (layout.widths[field.name] ? { ...field, width: layout.widths[field.name] ?? null } : field))

/** One column a step to the left (-1) or right (1); the first column never moves. */
export function moved(fields: FieldSpec[], layout: Layout, name: string, step: -1 | 1): Layout {
  const names = ordered(fields, layout.order).map((field) => field.name)
  const from = names.indexOf(name)
  const to = from + step
  if (from < 1 || to < 1 || to >= names.length) return layout
  names.splice(from, 1)
  names.splice(to, 0, name)
  return { ...layout, order: names }
}

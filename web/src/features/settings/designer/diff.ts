import type { OwnField } from '@/api'
import { fieldsOf, sectionOf, wordOf } from './model'
import type { Placed, Sheet } from './model'

/** One line of what publishing changes. */
export interface Change {
  kind: 'added' | 'removed' | 'changed' | 'moved' | 'grouped'
  name: string
  label: string
  labelEn: string
  what?: string
  from?: unknown
  to?: unknown
}

const words = (field: Placed) => ({ name: field.name, label: wordOf(field, 'label'), labelEn: wordOf(field, 'label_en') })
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** What of a kept own field is different now. */
export function ownChanges(before: OwnField, after: OwnField): Partial<OwnField> {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => name !== 'rev' && !same(value, before[name as keyof OwnField])))
}

/** What is different between two states of a form, for people to read. */
export function changesBetween(before: Sheet, after: Sheet): Change[] {
  const former = new Map(fieldsOf(before).map((field) => [field.name, field]))
  const found: Change[] = []
  for (const field of fieldsOf(after)) {
    const old = former.get(field.name)
    if (!old) {
      found.push({ kind: 'added', ...words(field), what: field.own?.kind ?? '' })
      continue
    }
    const [from, to] = [{ ...old.delta, ...old.own } as Record<string, unknown>, { ...field.delta, ...field.own } as Record<string, unknown>]
    for (const what of new Set([...Object.keys(from), ...Object.keys(to)])) {
      if (what !== 'rev' && what !== 'id' && !same(from[what], to[what])) found.push({ kind: 'changed', ...words(field), what, from: told(old, what, from[what]), to: told(field, what, to[what]) })
    }
    const [left, entered] = [sectionOf(before, field.name), sectionOf(after, field.name)]
    if (left !== entered) found.push({ kind: 'grouped', ...words(field), from: left, to: entered })
  }
  for (const own of after.removed) found.push({ kind: 'removed', name: own.code, label: own.label, labelEn: own.label_en })
  for (const name of movedBetween(before, after)) {
    const field = fieldsOf(after).find((one) => one.name === name)
    if (field) found.push({ kind: 'moved', ...words(field) })
  }
  return found
}

/** A change taken back says what the field says by itself. */
function told(field: Placed, what: string, value: unknown): unknown {
  if (value !== undefined) return value
  if (what === 'hidden') return false
  return field.base?.texts[what as 'label'] ?? field.base?.[what as 'required']
}

/** The fewest fields that have to be moved to turn one order into the other. */
function movedBetween(before: Sheet, after: Sheet): string[] {
  const place = new Map(fieldsOf(before).map((field, index) => [field.name, index]))
  const shared = fieldsOf(after).filter((field) => place.has(field.name) && sectionOf(before, field.name) === sectionOf(after, field.name)).map((field) => field.name)
  // The longest run that kept its order stays; the rest moved.
  const best: { length: number; from: number }[] = []
  shared.forEach((name, index) => {
    let one = { length: 1, from: -1 }
    for (let other = 0; other < index; other += 1) {
      const length = (best[other]?.length ?? 0) + 1
      if ((place.get(shared[other] ?? '') ?? 0) < (place.get(name) ?? 0) && length > one.length) one = { length, from: other }
    }
    best.push(one)
  })
  const kept = new Set<string>()
  let at = best.reduce((top, one, index) => (one.length > (best[top]?.length ?? 0) ? index : top), 0)
  while (at >= 0 && shared[at] !== undefined) {
    kept.add(shared[at] ?? '')
    at = best[at]?.from ?? -1
  }
  return shared.filter((name) => !kept.has(name))
}

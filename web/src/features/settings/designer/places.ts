import { addField, findField, freeCode, move, newOwn } from './model'
import type { Sheet } from './model'

/** Where something is dropped, or what is dragged: a field, the free space of a group, or a kind of the palette. */
export type Place = { at: 'field'; target: string; name: string } | { at: 'group'; target: string; group: string } | { at: 'kind'; kind: string }

/** The group and index a drop means; on a field the dragged one takes its place. */
export function landing(sheet: Sheet, over: Place, dragged: string | null): { group: string; index: number } | null {
  if (over.at === 'kind' || over.target !== sheet.target) return null
  if (over.at === 'group') {
    const section = sheet.sections.find((one) => one.name === over.group)
    return section ? { group: section.name, index: section.fields.length } : null
  }
  const section = sheet.sections.find((one) => one.fields.some((field) => field.name === over.name))
  if (!section) return null
  const index = section.fields.findIndex((field) => field.name === over.name)
  const from = section.fields.findIndex((field) => field.name === dragged)
  return { group: section.name, index: from >= 0 && from < index ? index + 1 : index }
}

/** The form after a drop; the same one where it means nothing. */
export function dropped(sheet: Sheet, dragged: Place, over: Place, label: (kind: string) => string): { sheet: Sheet; name: string | null } {
  const name = dragged.at === 'field' ? dragged.name : null
  const place = landing(sheet, over, name)
  if (!place) return { sheet, name: null }
  if (dragged.at === 'kind') return added(sheet, dragged.kind, label(dragged.kind), place)
  if (dragged.at === 'field' && dragged.target === sheet.target) return { sheet: move(sheet, dragged.name, place.group, place.index), name }
  return { sheet, name: null }
}

export function added(sheet: Sheet, kind: string, label: string, place: { group: string; index: number }): { sheet: Sheet; name: string } {
  const code = freeCode(sheet, kind)
  return { sheet: addField(sheet, newOwn(code, kind, label, ''), place.group, place.index), name: code }
}

/** Behind the field that is chosen, else at the end of the first group. */
export function behind(sheet: Sheet, name: string | null): { group: string; index: number } {
  const field = name ? findField(sheet, name) : undefined
  const section = (field ? sheet.sections.find((one) => one.fields.includes(field)) : undefined) ?? sheet.sections[0]
  const at = field && section ? section.fields.indexOf(field) : -1
  return { group: section?.name ?? '', index: at >= 0 ? at + 1 : (section?.fields.length ?? 0) }
}

import type { DesignBase, FieldDelta, FormDesign, OwnField } from '@/api'

/** One field on the form: a built-in one with what is changed about it, or one of the account set's own. */
export interface Placed {
  name: string
  base: DesignBase | null
  delta: FieldDelta
  own: OwnField | null
}

export interface Section {
  name: string
  fields: Placed[]
}

/** One form: its fields in their groups, in order. flat: columns of lines, which have no groups. */
export interface Sheet {
  target: string
  flat: boolean
  sections: Section[]
  removed: OwnField[]
}

/** Everything of one page, by target. */
export type Design = Record<string, Sheet>

/** Words and marks, the same for built-in and own fields. */
export type Word = 'label' | 'label_en' | 'help' | 'help_en'

const orderOf = (answer: FormDesign): DesignBase[] =>
  answer.base
    .map((base, index) => ({ base, index, order: answer.fields[base.name]?.order ?? index }))
    .sort((a, b) => a.order - b.order || a.index - b.index)
    .map(({ base }) => base)

const without = (delta: FieldDelta, what: keyof FieldDelta): FieldDelta => Object.fromEntries(Object.entries(delta).filter(([name]) => name !== what))

/** The form as it is kept. */
export function sheetOf(answer: FormDesign, flat: boolean): Sheet {
  const own = new Map(answer.own.map((one) => [one.code, one]))
  const sections: Section[] = flat ? [{ name: '', fields: [] }] : []
  for (const base of orderOf(answer)) {
    const { group, ...told } = answer.fields[base.name] ?? {}
    const delta = without(told, 'order')
    const name = flat ? '' : (group ?? base.group ?? '')
    let section = sections.find((one) => one.name === name)
    if (!section) sections.push((section = { name, fields: [] }))
    section.fields.push({ name: base.name, base, delta, own: own.get(base.name) ?? null })
  }
  return { target: answer.target, flat, sections, removed: [] }
}

export const fieldsOf = (sheet: Sheet): Placed[] => sheet.sections.flatMap((section) => section.fields)
export const findField = (sheet: Sheet, name: string): Placed | undefined => fieldsOf(sheet).find((field) => field.name === name)
export const sectionOf = (sheet: Sheet, name: string): string => sheet.sections.find((section) => section.fields.some((field) => field.name === name))?.name ?? ''

export const wordOf = (field: Placed, word: Word): string => (field.own ? field.own[word] : (field.delta[word] ?? field.base?.texts[word] ?? ''))
export const isRequired = (field: Placed): boolean => (field.own ? field.own.required : (field.delta.required ?? field.base?.required ?? false))
export const isHidden = (field: Placed): boolean => field.delta.hidden === true
export const may = (field: Placed, what: string): boolean => field.own !== null || (field.base?.allowed.includes(what) ?? false)

const withSections = (sheet: Sheet, change: (section: Section) => Section): Sheet => ({ ...sheet, sections: sheet.sections.map(change) })
const withField = (sheet: Sheet, name: string, change: (field: Placed) => Placed): Sheet =>
  withSections(sheet, (section) => ({ ...section, fields: section.fields.map((field) => (field.name === name ? change(field) : field)) }))

/** Say something about a built-in field; what it says by itself is no change. */
export function setDelta(sheet: Sheet, name: string, what: keyof FieldDelta, value: unknown): Sheet {
  return withField(sheet, name, (field) => {
    const rest = without(field.delta, what)
    const usual = what in (field.base?.texts ?? {}) ? field.base?.texts[what as Word] : what === 'hidden' ? false : what === 'default' ? (field.base?.default ?? null) : field.base?.[what as 'required']
    return { ...field, delta: (value ?? null) === (usual ?? null) || value === undefined ? rest : { ...rest, [what]: value } }
  })
}

export const setOwn = (sheet: Sheet, name: string, values: Partial<OwnField>): Sheet =>
  withField(sheet, name, (field) => (field.own ? { ...field, name: values.code ?? field.name, own: { ...field.own, ...values } } : field))

/** Rules said as text, the same for built-in and own fields. */
export type Rule = 'required_when' | 'shown_when' | 'locked_when' | 'must_hold' | 'message' | 'message_en'
export const ruleOf = (field: Placed, rule: Rule): string => (field.own ? field.own[rule] : rule === 'locked_when' ? '' : field.delta[rule]) ?? ''
export const setRule = (sheet: Sheet, name: string, rule: Rule, value: string): Sheet =>
  findField(sheet, name)?.own ? setOwn(sheet, name, { [rule]: value }) : rule === 'locked_when' ? sheet : setDelta(sheet, name, rule, value || undefined)

/** Put a field before the one at `index` of a group (its end when there is none). */
export function move(sheet: Sheet, name: string, group: string, index: number): Sheet {
  const field = findField(sheet, name)
  const target = sheet.sections.find((section) => section.name === group)
  if (!field || !target) return sheet
  const from = target.fields.indexOf(field)
  const at = from >= 0 && from < index ? index - 1 : index
  if (from >= 0 && Math.min(at, target.fields.length - 1) === from) return sheet
  return withSections(sheet, (section) => {
    const rest = section.fields.filter((one) => one !== field)
    return section.name === group ? { ...section, fields: [...rest.slice(0, at), field, ...rest.slice(at)] } : { ...section, fields: rest }
  })
}

/** One place earlier or later; over the edge of a group into the next one. */
export function shift(sheet: Sheet, name: string, by: -1 | 1): Sheet {
  const at = sheet.sections.findIndex((section) => section.fields.some((field) => field.name === name))
  const section = sheet.sections[at]
  if (!section) return sheet
  const index = section.fields.findIndex((field) => field.name === name)
  const next = index + by
  if (next >= 0 && next < section.fields.length) return move(sheet, name, section.name, by === 1 ? index + 2 : next)
  const beside = sheet.sections[at + by]
  return beside ? move(sheet, name, beside.name, by === 1 ? 0 : beside.fields.length) : sheet
}

/** A new field of the account set's own, at this place. */
export function addField(sheet: Sheet, own: OwnField, group: string, index: number): Sheet {
  const field: Placed = { name: own.code, base: null, delta: {}, own }
  return withSections(sheet, (section) => (section.name === group ? { ...section, fields: [...section.fields.slice(0, index), field, ...section.fields.slice(index)] } : section))
}

export function removeField(sheet: Sheet, name: string): Sheet {
  const own = findField(sheet, name)?.own
  if (!own) return sheet
  const next = withSections(sheet, (section) => ({ ...section, fields: section.fields.filter((field) => field.name !== name) }))
  return own.id ? { ...next, removed: [...sheet.removed, own] } : next
}

export const addSection = (sheet: Sheet, name: string): Sheet =>
  sheet.flat || name === '' || sheet.sections.some((section) => section.name === name) ? sheet : { ...sheet, sections: [...sheet.sections, { name, fields: [] }] }

export const renameSection = (sheet: Sheet, from: string, to: string): Sheet =>
  to === '' || sheet.sections.some((section) => section.name === to) ? sheet : withSections(sheet, (section) => (section.name === from ? { ...section, name: to } : section))

/** A code nobody uses on this form. */
export function freeCode(sheet: Sheet, kind: string): string {
  const taken = new Set([...fieldsOf(sheet).map((field) => field.name), ...sheet.removed.map((own) => own.code)])
  for (let no = 1; ; no += 1) if (!taken.has(`x_${kind}${no}`)) return `x_${kind}${no}`
}

export const newOwn = (code: string, kind: string, label: string, labelEn: string): OwnField => ({
  code, kind, refers_to: '', label, label_en: labelEn, help: '', help_en: '', required: false, required_when: '', least: null, most: null, places: null, longest: null, pattern: '',
  choices: [], default: '', default_formula: '', in_list: true, accelerated: false,
  shown_when: '', locked_when: '', must_hold: '', message: '', message_en: '', unique: false, options_by: '', options: {}, fill: null,
})

/** What is kept of a form: changes by name; places only where the order is not the usual one. */
export function deltasOf(sheet: Sheet, answer: FormDesign): Record<string, FieldDelta> {
  const fields = fieldsOf(sheet)
  const codes = new Set(fields.map((field) => field.name))
  const natural = fieldsOf(sheetOf({ ...answer, fields: {} }, sheet.flat)).map((field) => field.name).filter((name) => codes.has(name))
  const moved = fields.some((field, index) => field.name !== natural[index])
  const found: Record<string, FieldDelta> = {}
  let order = 0
  for (const section of sheet.sections) {
    for (const field of section.fields) {
      const delta: FieldDelta = { ...field.delta }
      if (moved) delta.order = order
      if (!sheet.flat && section.name !== (field.base?.group ?? '')) delta.group = section.name
      order += 1
      if (Object.keys(delta).length > 0) found[field.name] = delta
    }
  }
  return found
}

import type { FieldSpec, Meta } from '@/api'

export interface Change {
  name: string
  before: string
  after: string
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value in words; lists and structures in short JSON. */
export function told(value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (Array.isArray(value)) return value.map(told).join('\n')
  if (isPlain(value)) return Object.entries(value).filter(([, part]) => part !== null && part !== '' && part !== false).map(([name, part]) => `${name}: ${told(part)}`).join(', ')
  return String(value)
}

/** Of two lists only what is in one and not in the other. */
function apart(before: unknown, after: unknown): [unknown, unknown] {
  if (!Array.isArray(before) || !Array.isArray(after)) return [before, after]
  const texts = (list: unknown[]) => new Set(list.map((one) => JSON.stringify(one)))
  const [left, right] = [texts(before), texts(after)]
  return [before.filter((one) => !right.has(JSON.stringify(one))), after.filter((one) => !left.has(JSON.stringify(one)))]
}

/** What an audit entry changed: one row a field that differs. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [left, right] = [isPlain(before) ? before : {}, isPlain(after) ? after : {}]
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((name) => JSON.stringify(left[name] ?? null) !== JSON.stringify(right[name] ?? null))
    .map((name) => {
      const [was, is] = apart(left[name], right[name])
      return { name, before: told(was), after: told(is) }
    })
    .filter((change) => change.before !== '' || change.after !== '')
}

/** Words for what an entry is about: the fields of the record, or of the document and its lines. */
export function namesOf(meta: Meta, entity: string): { label: string; name: (field: string) => string; value: (field: string, text: string) => string } {
  const record = meta.resources.find((one) => one.name === entity)
  const document = meta.document_types.find((one) => one.code === entity)
  const fields: FieldSpec[] = record?.fields ?? [...(document?.header_fields ?? []), ...(document?.line_fields ?? [])]
  const labels = new Map((record?.children ?? []).map((child): [string, string] => [child.name, child.label]))
  for (const field of fields) labels.set(field.name, field.label)
  const plain = (field: string) => field.replace(/_id$/, '')
  return {
    label: record?.label ?? document?.label ?? entity,
    name: (field) => labels.get(field) ?? labels.get(plain(field)) ?? field,
    value: (field, text) => fields.find((one) => one.name === field)?.choices?.find((one) => one.value === text)?.label ?? text,
  }
}

const LONGEST = 200

/** One line for a list: "name: before → after; …"; what has no name on any page (search forms of a name) is left out. */
export function inOneLine(meta: Meta, entity: string, before: unknown, after: unknown): string {
  const { name, value } = namesOf(meta, entity)
  const line = changesOf(before, after).filter((one) => name(one.name) !== one.name).map((one) => {
    const [was, is] = [value(one.name, one.before), value(one.name, one.after)]
    return `${name(one.name)}: ${was === '' ? is : `${was} → ${is === '' ? '–' : is}`}`.replaceAll('\n', ', ')
  }).join('; ')
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line
}

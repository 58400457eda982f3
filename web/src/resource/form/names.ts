import type { ResourceSpec, Values } from '@/api'
import { referenceText } from '@/kit'

/** What people call a record: its code and title. */
export function nameOf(spec: ResourceSpec, record: Values): string {
  const code = spec.code_field ? record[spec.code_field] : null
  const title = referenceText(record[spec.title_field] ?? code ?? record['id'])
  return code && code !== title ? `${referenceText(code)} ${title}` : title
}

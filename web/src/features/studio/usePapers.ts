import { useResource } from '@/resource/meta'

/** The sizes of paper the server knows. */
export const usePapers = (): { value: string; label: string }[] =>
  (useResource('print-templates')?.fields.find((field) => field.name === 'paper')?.choices ?? []).map(({ value, label }) => ({ value, label }))

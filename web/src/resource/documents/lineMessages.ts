import type { DocumentErrors } from '@/api'

interface LineMessage {
  message: string
  /** First line it concerns, counted from 1, and how many lines. */
  line: number
  count: number
}

const MOST = 3

/** What the lines were refused for, each reason once: the marks in the sheet show where, this says what. */
export function lineMessages(errors: DocumentErrors): LineMessage[] {
  const found = new Map<string, LineMessage>()
  for (const [index, fields] of Object.entries(errors.lines)) {
    for (const message of new Set(Object.values(fields).flat())) {
      const known = found.get(message)
      if (known) known.count += 1
      else found.set(message, { message, line: Number(index) + 1, count: 1 })
    }
  }
  return [...found.values()].slice(0, MOST)
}

/** What a formula is written with, and where it stands in the text: the editor's thinking, without the editor. */

export interface FieldWord {
  path: string
  label: string
  kind: string
  many: boolean
}

export interface FunctionWord {
  name: string
  zh: string
  group: string
  help: string
  example: string
}

export interface Words {
  fields: FieldWord[]
  functions: FunctionWord[]
}

export interface Chip {
  from: number
  to: number
  /** What people read; null when no such field is known. */
  label: string | null
}

const TEXTS = /"(?:[^"]|"")*"|“[^”]*”/g
const FIELD = /\{([A-Za-z_][A-Za-z0-9_.]*)\}/g
const WORD = /\{?[A-Za-z_\u4e00-\u9fff][\w.\u4e00-\u9fff]*$|\{$/

/** The fields a formula names, in order; what stands inside quotes is text. */
export function chipsOf(text: string, fields: FieldWord[]): Chip[] {
  const labels = new Map(fields.map((field) => [field.path, field.label]))
  const quoted = [...text.matchAll(TEXTS)].map((match) => [match.index, match.index + match[0].length] as const)
  return [...text.matchAll(FIELD)]
    .filter(({ index }) => !quoted.some(([from, to]) => from <= index && index < to))
    .map((match) => ({ from: match.index, to: match.index + match[0].length, label: labels.get(match[1] ?? '') ?? null }))
}

export interface Suggestion {
  /** What is shown. */
  label: string
  detail: string
  info: string
  /** What is written, and how many characters before its end the cursor then stands. */
  text: string
  back: number
  kind: 'field' | 'function'
}

const fieldWord = (field: FieldWord): Suggestion => ({ label: field.label, detail: field.path, info: '', text: `{${field.path}}`, back: 0, kind: 'field' })
const functionWord = (one: FunctionWord): Suggestion => ({
  label: one.name, detail: one.zh, info: `${one.help}\n${one.example}`, text: `${one.name}()`, back: 1, kind: 'function',
})

/** Every word, fields first: what the menus under the editor offer. */
export const allWords = (words: Words): Suggestion[] => [...words.fields.map(fieldWord), ...words.functions.map(functionWord)]

/** What may stand where a word has been begun; from: where it begins. Null when none has been begun before `at`. */
export function suggest(text: string, at: number, words: Words): { from: number; options: Suggestion[] } | null {
  const before = text.slice(0, at)
  const begun = WORD.exec(before)
  if (!begun || /^\d/.test(begun[0])) return null
  const wantsField = begun[0].startsWith('{')
  const typed = begun[0].replace('{', '').toLowerCase()
  const matches = (word: Suggestion): boolean => [word.label, word.detail].some((part) => part.toLowerCase().includes(typed))
  const starts = (word: Suggestion): boolean => [word.label, word.detail].some((part) => part.toLowerCase().startsWith(typed))
  const options = allWords(words).filter((word) => (!wantsField || word.kind === 'field') && matches(word))
  return { from: begun.index, options: [...options.filter(starts), ...options.filter((word) => !starts(word))] }
}

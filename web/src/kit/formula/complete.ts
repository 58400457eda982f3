/** Which words of the formula language fit where somebody is typing. */

export interface FormulaWord {
  kind: 'field' | 'function'
  /** What is put into the text. */
  apply: string
  label: string
  detail: string
}

export interface Vocabulary {
  fields: { path: string; label: string; kind: string; many: boolean }[]
  functions: { name: string; zh: string; help: string; example: string }[]
}

export interface Completion {
  from: number
  to: number
  words: FormulaWord[]
}

const WORD = /[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*$/
const MOST = 60

const matches = (typed: string, ...texts: string[]): boolean => texts.some((text) => text.toLowerCase().includes(typed))

/** Inside a text in quotes nothing is offered: an odd number of quotes stands before. */
const quoted = (text: string): boolean => (text.match(/"/g) ?? []).length % 2 === 1 || text.lastIndexOf('“') > text.lastIndexOf('”')

function fields(words: Vocabulary, typed: string): FormulaWord[] {
  return words.fields.filter((field) => matches(typed, field.label, field.path))
    .map((field) => ({ kind: 'field', apply: `{${field.path}}`, label: field.label, detail: field.path }))
}

function functions(words: Vocabulary, typed: string, chinese: boolean): FormulaWord[] {
  return words.functions.filter((one) => matches(typed, one.name, one.zh))
    .map((one) => ({ kind: 'function', apply: `${chinese ? one.zh : one.name}(`, label: chinese ? one.zh : one.name, detail: one.help }))
}

const first = (typed: string) => (a: FormulaWord, b: FormulaWord): number =>
  Number(b.label.toLowerCase().startsWith(typed)) - Number(a.label.toLowerCase().startsWith(typed))

/** Fields by what people call them or by their path, functions by either name. Null: nothing fits here. */
export function complete(text: string, cursor: number, words: Vocabulary, chinese: boolean, asked = false): Completion | null {
  const head = text.slice(0, cursor)
  if (quoted(head)) return null
  const brace = head.lastIndexOf('{')
  if (brace > head.lastIndexOf('}')) {
    const typed = head.slice(brace + 1).toLowerCase()
    if (!/^[\w.\u4e00-\u9fff]*$/.test(typed)) return null
    return answer(brace, text.startsWith('}', cursor) ? cursor + 1 : cursor, fields(words, typed).sort(first(typed)))
  }
  const typed = (WORD.exec(head)?.[0] ?? '').toLowerCase()
  if (typed === '' && !asked) return null
  return answer(cursor - typed.length, cursor, [...fields(words, typed), ...functions(words, typed, chinese)].sort(first(typed)))
}

const answer = (from: number, to: number, words: FormulaWord[]): Completion | null => (words.length > 0 ? { from, to, words: words.slice(0, MOST) } : null)

/** A formula with its fields called as people call them. */
export function spoken(formula: string, words: Vocabulary | undefined): string {
  const names = new Map((words?.fields ?? []).map((field) => [field.path, field.label]))
  return formula.replace(/\{([\w.]+)\}/g, (whole, path: string) => names.get(path) ?? whole)
}

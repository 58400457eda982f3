import type { Problem, ProblemItem } from './contract'

/** A refusal or failure the server explained. `status` 0 means the server was not reached. */
export class ApiError extends Error {
  readonly status: number
  readonly problem: Problem

  constructor(status: number, problem: Problem) {
    super(problem.detail || problem.title || problem.code)
    this.name = 'ApiError'
    this.status = status
    this.problem = problem
  }

  get code(): string {
    return this.problem.code
  }

  get items(): ProblemItem[] {
    return this.problem.errors ?? []
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError
}

/** Codes the user may confirm; empty when the answer is not a question. */
export function confirmableCodes(error: unknown): string[] {
  if (!isApiError(error) || error.code !== 'confirmation_required') return []
  return [...new Set(error.items.map((item) => item.code))]
}

export interface DocumentErrors {
  /** Messages that belong to no field. */
  general: string[]
  header: Record<string, string[]>
  /** Line index → field (or '' for the whole line) → messages. */
  lines: Record<number, Record<string, string[]>>
}

function add(target: Record<string, string[]>, key: string, message: string): void {
  const list = (target[key] ??= [])
  if (!list.includes(message)) list.push(message)
}

/** Drop what the framework prepends to a location ("body", "payload"), keep what a user can point at. */
function place(loc: (string | number)[]): (string | number)[] {
  const start = loc.findIndex((part) => part === 'lines' || part === 'header')
  if (start >= 0) return loc.slice(start)
  return loc.filter((part) => part !== 'body' && part !== 'payload' && part !== 'data' && part !== '__root__')
}

/** Sort the refusals of a document by the place they concern. */
export function documentErrors(error: unknown): DocumentErrors {
  const found: DocumentErrors = { general: [], header: {}, lines: {} }
  if (!isApiError(error)) {
    found.general.push(error instanceof Error ? error.message : String(error))
    return found
  }
  for (const item of error.items) {
    const loc = place(item.loc)
    const index = Number(loc[1])
    if (loc[0] === 'lines' && loc.length > 1 && Number.isInteger(index)) {
      add((found.lines[index] ??= {}), String(loc[2] ?? ''), item.message)
    } else if (loc[0] === 'header' && loc.length > 1) {
      add(found.header, String(loc[1]), item.message)
    } else if (loc.length === 1 && typeof loc[0] === 'string' && loc[0] !== 'lines' && loc[0] !== 'header') {
      add(found.header, loc[0], item.message)
    } else if (!found.general.includes(item.message)) {
      found.general.push(item.message)
    }
  }
  if (error.items.length === 0) found.general.push(error.message)
  return found
}

/** Field name → message of a flat form; '' holds what belongs to no field. */
export function fieldErrors(error: unknown): Record<string, string> {
  const sorted = documentErrors(error)
  const fields: Record<string, string> = {}
  for (const [name, messages] of Object.entries(sorted.header)) fields[name] = messages.join(' ')
  if (sorted.general.length > 0) fields[''] = sorted.general.join(' ')
  return fields
}

export function messageOf(error: unknown): string {
  if (isApiError(error)) {
    const details = error.items.map((item) => item.message).filter(Boolean)
    return details.length > 0 ? [...new Set(details)].join(' ') : error.message
  }
  return error instanceof Error ? error.message : String(error)
}

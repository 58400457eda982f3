import type { Id, RecordRow } from '@/api'

/** What sets an automation off, as the server keeps it. */
export interface Trigger {
  kind: 'document' | 'record' | 'time' | 'date' | 'webhook'
  type?: string
  resource?: string
  on?: string[]
  every?: 'day' | 'week' | 'month'
  at?: string
  weekday?: number
  day?: number
  field?: string
  days?: number
  fields?: { name: string; kind: string }[]
}

export type Mapping = Record<string, string>
export interface Action {
  kind: 'create' | 'change' | 'record' | 'notify' | 'webhook' | 'submit'
  type?: string
  push?: boolean
  header?: Mapping
  lines?: { from: 'none' | 'one' | 'lines'; when?: string; fields?: Mapping }
  resource?: string
  mode?: 'create' | 'update' | 'save'
  match?: string
  values?: Mapping
  people?: Id[]
  roles?: string[]
  fields?: string[]
  title?: string
  text?: string
  webhook?: Id
}

export interface Rule {
  name: string
  runner: { id: Id; code: string; name: string } | null
  trigger: Trigger
  condition: string
  actions: Action[]
  hourly_limit: number
}

export const MOST_ACTIONS = 20
export const ACTION_KINDS: Action['kind'][] = ['create', 'change', 'record', 'notify', 'webhook', 'submit']
export const TRIGGER_KINDS: Trigger['kind'][] = ['document', 'record', 'time', 'date', 'webhook']

const BLANKS: Record<Action['kind'], Action> = {
  create: { kind: 'create', header: {}, lines: { from: 'lines', fields: {} } },
  change: { kind: 'change', header: {} },
  record: { kind: 'record', mode: 'create', values: {} },
  notify: { kind: 'notify', people: [], title: '' },
  webhook: { kind: 'webhook', values: {} },
  submit: { kind: 'submit' },
}
export const blankAction = (kind: Action['kind']): Action => structuredClone(BLANKS[kind])

export const blankTrigger = (kind: Trigger['kind']): Trigger =>
  kind === 'document' ? { kind, on: ['approve'] } : kind === 'record' ? { kind, on: ['create'] } : kind === 'time' ? { kind, every: 'week', weekday: 1, at: '08:00' } : kind === 'date' ? { kind, days: 3, at: '08:00' } : { kind, fields: [] }

export const blankRule = (name: string): Rule => ({ name, runner: null, trigger: blankTrigger('document'), condition: '', actions: [blankAction('notify')], hourly_limit: 600 })

export const ruleOf = (record: RecordRow): Rule => ({
  name: String(record['name']),
  runner: record['runner'] as Rule['runner'],
  trigger: record['trigger'] as Trigger,
  condition: String(record['condition'] ?? ''),
  actions: record['actions'] as Action[],
  hourly_limit: Number(record['hourly_limit']),
})

/** What the document or record is that sets it off: nothing for clocks and outside systems. */
export const subjectOf = (trigger: Trigger): { type: string; record: boolean } => ({ type: trigger.resource ?? trigger.type ?? '', record: Boolean(trigger.resource) })

/** Messages of a refusal by where they belong: "trigger", "condition", "actions.0", and "" for the rest. */
export function placed(items: { loc: (string | number)[]; message: string }[]): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const { loc, message } of items) {
    const key = loc[0] === 'actions' && loc.length > 1 ? `actions.${String(loc[1])}` : loc[0] === 'trigger' || loc[0] === 'condition' ? String(loc[0]) : ''
    const where = key.startsWith('actions.') && loc.length > 2 ? `${loc.slice(2).join(' → ')}: ${message}` : message
    found[key] = [...(found[key] ?? []), where]
  }
  return found
}

import type {
  Approval, BatchResult, FlowDraft, FlowProblem, FlowTree, FlowVersion, Id, InstanceAction, Person, Simulation, TaskActionBody, TaskPage, TaskView,
} from './contract'
import { get, itemsOf, post, put } from './http'

export const draft = (workflow: Id): Promise<FlowDraft> => get(`/workflows/${workflow}/draft`)
/** Kept even when it has problems: they are told, and stand in the way of publishing only. */
export const keepDraft = (workflow: Id, tree: FlowTree): Promise<{ tree: FlowTree; problems: FlowProblem[] }> => put(`/workflows/${workflow}/draft`, { tree })
export const publish = (workflow: Id, note: string): Promise<unknown> => post(`/workflows/${workflow}/publish`, { note })
export const retire = (workflow: Id): Promise<unknown> => post(`/workflows/${workflow}/retire`)
export const versions = async (workflow: Id): Promise<FlowVersion[]> => itemsOf(await get<FlowVersion[] | { items: FlowVersion[] }>(`/workflows/${workflow}/versions`))
export const version = (workflow: Id, no: number): Promise<{ tree: FlowTree }> => get(`/workflows/${workflow}/versions/${no}`)
/** Who would have been asked for the last documents. */
export const simulate = (workflow: Id, last = 100): Promise<Simulation> => post(`/workflows/${workflow}/simulate`, { last })

export const tasks = (view: TaskView, cursor: string | null): Promise<TaskPage> => get('/approval-tasks', { view, cursor })
export const counts = (): Promise<{ todo: number; copied_unread: number }> => get('/approval-tasks/counts')
export const act = (task: Id, body: TaskActionBody): Promise<unknown> => post(`/approval-tasks/${task}/actions`, body)
export const batch = async (ids: Id[], action: 'approve' | 'reject', comment: string): Promise<BatchResult[]> =>
  itemsOf(await post<BatchResult[] | { items: BatchResult[] }>('/approval-tasks/batch', { ids, action, comment }))

export const ofDocument = (document: Id): Promise<Approval | null> => get(`/documents/${document}/approval`)
export const onInstance = (document: Id, action: InstanceAction, body: { comment?: string } = {}): Promise<unknown> => post(`/documents/${document}/approval/${action}`, body)

export const markRead = (document: Id): Promise<void> => post(`/documents/${document}/approval/read`)

export const people = async (q: string, signal?: AbortSignal): Promise<(Person & { department?: string | null })[]> =>
  itemsOf(await get<(Person & { department?: string | null })[] | { items: Person[] }>('/approval-people', { q }, signal))


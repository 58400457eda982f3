import { get, post } from './http'
import type { Id } from './contract'
import type { components } from './schema'

export type AutomationRun = components['schemas']['AutomationRunOut']
export type AutomationTrial = components['schemas']['AutomationTrialOut']
export interface AutomationWords {
  fields: { path: string; label: string; kind: string; many: boolean }[]
  functions: { name: string; zh: string; group: string; help: string; example: string }[]
}

export const runs = async (id: Id, before?: Id): Promise<AutomationRun[]> => (await get<{ items: AutomationRun[] }>(`/automations/${id}/runs`, { before })).items
export const retry = (id: Id, run: Id): Promise<void> => post(`/automations/${id}/runs/${run}/retry`)
/** What it would do with this document or record now; nothing is written. */
export const tryOut = (id: Id, subject: Id): Promise<AutomationTrial> => post(`/automations/${id}/try`, { subject })
export const words = (trigger: object, line: boolean): Promise<AutomationWords> => post('/automation-words', { trigger, line })
export const newKey = (id: Id): Promise<{ key: string; path: string }> => post(`/automations/${id}/key`)

import type { Id, RecordRow } from './contract'
import { del, download, get, itemsOf, patch, post, put } from './http'

/** A piece of configuration that may be packed. */
export interface LivePiece { key: string; title: string; about: string; needs: { part: string; key: string }[] }
export interface ConfigPart { part: string; label: string; page: string; pieces: LivePiece[] }
export type Piece = Record<string, unknown>
export type Change = 'new' | 'changed' | 'gone' | 'same'
/** A piece of a package against what is in effect. */
export interface Compared { part: string; part_label: string; key: string; title: string; about: string; change: Change; properties: { label: string; before: string; after: string }[] }
export interface Contents { rev: number; seen: string; pieces: Compared[]; contents: Record<string, Record<string, Piece | null>>; problems: string[] }
export type CaseKind = 'approver' | 'refused' | 'accepted' | 'formula'
/** A case a package has to pass before it takes effect. */
export interface Case { name: string; kind: CaseKind; document: Record<string, unknown>; transition?: string; formula?: string; expect?: string }
export interface CaseResult { name: string; passed: boolean; found: string }
export interface Publication { no: number; kind: 'publish' | 'rollback' | 'remove'; version: string; note: string; at: string; by: string; pieces: number; results: CaseResult[] }
export interface Trade { code: string; name: string; help: string; package: Id | null; live: boolean; contents: { label: string; titles: string[] }[] }
export interface ConfigPackage extends RecordRow { name: string; version: string; live: string; notes: string; source: string; tests: Case[] }
export interface FieldUsers { kind: string; page: string; names: string[] }
export type Keys = Record<string, string[]>

const at = (id: Id): string => `/config-packages/${id}`

export const pieces = async (): Promise<ConfigPart[]> => itemsOf(await get<ConfigPart[]>('/config-pieces'))
export const packages = async (): Promise<ConfigPackage[]> => itemsOf(await get<{ items: ConfigPackage[] }>('/config-packages', { limit: 200, sort: 'name' }))
export const readPackage = (id: Id): Promise<ConfigPackage> => get(at(id))
export const createPackage = (values: object): Promise<ConfigPackage> => post('/config-packages', values)
export const savePackage = (id: Id, values: object): Promise<ConfigPackage> => patch(at(id), values)
export const removePackage = (id: Id): Promise<void> => del(at(id))
export const contents = (id: Id): Promise<Contents> => get(`${at(id)}/contents`)
export const choose = (id: Id, body: { rev: number; chosen: Keys; removed: Keys; refresh?: boolean }): Promise<Contents> => put(`${at(id)}/contents`, body)
export const changePiece = (id: Id, body: { rev: number; part: string; key: string; piece: Piece | null }): Promise<Contents> => put(`${at(id)}/pieces`, body)
export const tryOut = (id: Id): Promise<{ problems: string[]; results: CaseResult[] }> => post(`${at(id)}/try`)
export const publish = (id: Id, body: { rev: number; seen: string; note: string }): Promise<Publication> => post(`${at(id)}/publish`, body)
export const publications = async (id: Id): Promise<Publication[]> => itemsOf(await get<Publication[]>(`${at(id)}/publications`))
export const rollbackShown = (id: Id, to?: number): Promise<{ to: number; version: string; pieces: Compared[] }> => get(`${at(id)}/rollback`, to === undefined ? {} : { to })
export const rollBack = (id: Id, to?: number): Promise<Publication> => post(`${at(id)}/rollback`, to === undefined ? {} : { to })
export const carryOut = (id: Id, name: string): Promise<void> => download(`${at(id)}/file`, undefined, name)
export const bringIn = (file: unknown): Promise<{ id: Id }> => post('/config-packages/files', file)
export const trades = async (): Promise<Trade[]> => itemsOf(await get<Trade[]>('/industry-templates'))
export const loadTrade = (code: string): Promise<{ id: Id }> => post(`/industry-templates/${code}/load`)
export const fieldUsers = async (target: string, name: string): Promise<FieldUsers[]> => itemsOf(await get<FieldUsers[]>('/field-users', { target, name }))

import { get, post, put } from './http'
import type { Id } from './contract'
import type { components } from './schema'

export type Notice = components['schemas']['NoticeOut']
export type NoticeChoices = components['schemas']['NoticeChoicesOut']
export type SentNotice = components['schemas']['SentNoticeOut']

export const list = (before?: Id): Promise<components['schemas']['NoticesOut']> => get('/notices', { before })
export const unread = (): Promise<{ unread: number }> => get('/notices/unread')
/** These were read; null: all of them. */
export const read = (ids: Id[] | null): Promise<{ unread: number }> => post('/notices/read', { ids })
export const choices = (): Promise<NoticeChoices> => get('/notices/choices')
export const choose = (ways: Record<string, string[]>): Promise<NoticeChoices> => put('/notices/choices', { ways })
export const tryChannel = (id: Id): Promise<void> => post(`/notice-channels/${id}/test`)
export const sent = async (id: Id): Promise<SentNotice[]> => (await get<{ items: SentNotice[] }>(`/notice-channels/${id}/deliveries`)).items

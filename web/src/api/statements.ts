import type { Id } from './contract'
import { get, post, request } from './http'

export type LinkState = 'SENT' | 'OPENED' | 'CONFIRMED' | 'OBJECTED' | 'REVOKED' | 'EXPIRED'

export interface StatementLink {
  id: Id
  first: string
  last: string
  balance: string
  state: LinkState
  sent_at: string
  expires_at: string
  opened_at: string | null
  answered_at: string | null
  answered_by: string
  remark: string
}

export interface StatementLine {
  date: string
  number: string
  zh: string
  en: string
  charged: string
  paid: string
  balance: string
}

/** A statement as it was sent; balances are what the partner owes the company. */
export interface StatementPaper {
  company: string
  partner: string
  currency: string
  first: string
  last: string
  opening: string
  lines: StatementLine[]
  charged: string
  paid: string
  closing: string
}

export interface PublicStatement {
  statement: StatementPaper
  state: LinkState
  sent_at: string
  expires_at: string
  answered_at: string | null
  answered_by: string
  remark: string
}

export interface Answer {
  answer: 'CONFIRMED' | 'OBJECTED'
  name: string
  remark: string
}

export const links = (book: Id, partner: Id): Promise<StatementLink[]> => get('/statement-links', { book, partner })
export const send = (body: { book: Id; partner: Id; first: string; last: string; days: number }): Promise<StatementLink & { path: string }> => post('/statement-links', body)
export const revoke = (id: Id): Promise<StatementLink> => post(`/statement-links/${id}/revoke`)
/** The key is what the link carries behind its #; nobody signs in. */
export const read = (key: string): Promise<PublicStatement> => request('GET', '/public/statement', { bearer: key, anonymous: true })
export const answer = (key: string, body: Answer): Promise<PublicStatement> => request('POST', '/public/statement', { bearer: key, anonymous: true, body })

import type {
  BooksLight, Id, Meta, ReportAnswer, SearchHit, Session, SetupInfo, Values, WorkItem,
} from './contract'
import type { components } from './schema'
import { apiUrl, del, get, itemsOf, post, request } from './http'
import type { Query } from './http'

export const session = (): Promise<Session> => request('GET', '/session', { anonymous: true })
export const signIn = (body: { username: string; password: string; account_set?: string; code?: string; passkey?: { ticket: string; credential: Record<string, unknown> } }): Promise<Session> =>
  request('POST', '/session', { body: body satisfies components['schemas']['SignIn'], anonymous: true })
export const signOut = (): Promise<void> => del('/session')
export const changePassword = (body: { old_password: string; new_password: string }): Promise<void> =>
  post('/session/password', body satisfies components['schemas']['PasswordChange'])

export const setupInfo = (accountSet: string | null): Promise<SetupInfo> =>
  request('GET', '/setup', { anonymous: true, query: { account_set: accountSet } })
export const setUp = (body: Values, accountSet: string | null): Promise<unknown> =>
  request('POST', '/setup', { body, anonymous: true, query: { account_set: accountSet } })

export interface AccountSet {
  name: string
  label: string
  created_at: string
  archived: boolean
}

export const accountSets = async (): Promise<AccountSet[]> =>
  itemsOf(await get<AccountSet[] | { items: AccountSet[] }>('/account-sets'))
export const createAccountSet = (body: { name: string; label: string }): Promise<{ setup_path: string }> => post('/account-sets', body)
export const archiveAccountSet = (name: string): Promise<AccountSet> => post(`/account-sets/${name}/archive`)
/** A new password for somebody else, who has to replace it at the next sign-in. */
export const resetPassword = (user: Id, password: string): Promise<void> => post(`/users/${user}/password`, { password, must_change: true })

/** The description; an account set without a book yet is described well enough to draw its pages. */
export async function meta(): Promise<Meta> {
  const answer = await get<Omit<Meta, 'book'> & { book: Meta['book'] | null }>('/meta')
  const label = answer.account_set.label || answer.account_set.name
  return { ...answer, book: answer.book ?? { id: '', name: label, currency: 'CNY', timezone: 'Asia/Shanghai', standard: '' } }
}

export const search = async (q: string, signal?: AbortSignal): Promise<SearchHit[]> =>
  itemsOf(await get<SearchHit[] | { items: SearchHit[] }>('/search', { q }, signal))
export const workQueue = async (): Promise<WorkItem[]> =>
  itemsOf(await get<WorkItem[] | { items: WorkItem[] }>('/work-queue'))
export const dashboard = (): Promise<Values> => get('/dashboard')

export type MoneyHome = components['schemas']['MoneyHome']
/** Null for those who may not see the books. */
export const moneyHome = (): Promise<MoneyHome | null> => get('/dashboard/money')

export const light = (): Promise<BooksLight> => get('/books/light')
export const checkBooks = (): Promise<BooksLight> => post('/books/check')

export const report = (name: string, query: Query, signal?: AbortSignal): Promise<ReportAnswer> =>
  get(`/reports/${name}`, { ...query, format: 'json' }, signal)

export type Derivation = components['schemas']['DerivationOut']

/** How a figure of a report came about: the report's parameters, the row's key, the column. */
export const explainFigure = (name: string, query: Query, key: Record<string, string>, column: string): Promise<Derivation> =>
  get(`/reports/${name}/explain`, { ...query, key: JSON.stringify(key), column })

/** How a total of a document came about: amount, tax or total. */
export const explainTotal = (document: string, column: string): Promise<Derivation> => get(`/documents/${document}/explain`, { column })

export interface HealthAnswer {
  status?: string
  version?: string
  checks?: { key: string; label?: string; status: string; detail?: string | null }[]
  [field: string]: unknown
}

export interface JobRow {
  id: Id
  name?: string
  task_name?: string
  state?: string
  status?: string
  at?: string
  attempts?: number
  error?: string | null
}

export const health = (): Promise<HealthAnswer> => get('/health')
export const jobs = async (state: string): Promise<JobRow[]> =>
  itemsOf(await get<JobRow[] | { items: JobRow[] }>('/jobs', { state }))
export const retryJob = (id: Id): Promise<unknown> => post(`/jobs/${id}/retry`)
export const mailSettings = (): Promise<Values> => get('/mail-settings')
export const saveMailSettings = (values: Values): Promise<Values> => request('PUT', '/mail-settings', { body: values })
export const testMail = (to: string): Promise<unknown> => post('/mail-settings/test', { to })

/** A month of a book; closed_at null = open. */
export interface Period {
  month: string
  closed_at: string | null
  closed_by: string | null
}

export const periods = (book: Id): Promise<Period[]> => get(`/books/${book}/periods`)

export type Backup = components['schemas']['BackupOut']
export type Backups = components['schemas']['BackupsOut']
export type Retention = components['schemas']['RetentionIn']

export const backups = (): Promise<Backups> => get('/backups')
export const backUpNow = (): Promise<Backups> => post('/backups')
export const keepBackups = (retention: Retention): Promise<Backups> => request('PUT', '/backups/retention', { body: retention })
/** A whole company in a file may be big: the browser fetches it itself. */
export const backupAddress = (name: string): string => apiUrl(`/backups/files/${encodeURIComponent(name)}`)

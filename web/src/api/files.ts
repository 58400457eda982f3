import type { KeptFile } from './contract'
import { apiUrl, request } from './http'

/** Keep a file; the field that names it is saved with its record. */
export function keep(file: File): Promise<KeptFile> {
  const form = new FormData()
  form.set('file', file)
  return request('POST', '/files', { body: form })
}

/** Where a kept file is read. */
export const href = (file: KeptFile, thumb = false): string => {
  if (file.url.startsWith('blob:')) return file.url
  const url = apiUrl(file.url)
  return thumb ? `${url}${url.includes('?') ? '&' : '?'}thumb=true` : url
}

import { isApiError } from '@/api'

/** Every reason of a refusal, each once; else what happened. */
export function reasonsOf(error: unknown, say: (error: unknown) => string): string[] {
  const items = isApiError(error) ? error.items.map((item) => item.message).filter(Boolean) : []
  return items.length > 0 ? [...new Set(items)] : [say(error)]
}

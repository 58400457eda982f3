import type { QueryClient } from '@tanstack/react-query'
import { listen } from './source'
import type { Change, News } from './source'

const GATHER_MS = 1_000
const POLL_MS = 30_000
/** Whatever the kind of event was, these may have changed. */
const ALWAYS = new Set(['books', 'work-queue', 'stock', 'ledger', 'counts', 'line-context', 'approval-tasks', 'menu-badge'])

/** Is this the answer to a question that these events may have changed? An answer for another type of document stays. */
export function touched(key: readonly unknown[], types: Set<string> | null): boolean {
  const [subject, path, extra] = key
  if (subject === 'document' || subject === 'document-side') return true
  if (subject === 'list') {
    const type = (extra as { type?: string } | undefined)?.type
    return path === 'documents' && (types === null || type === undefined || types.has(type))
  }
  return ALWAYS.has(String(subject)) || (types === null && subject === 'notices')
}

const kindsOf = (change: Change): string[] => change.types.map((type) => type.split('.')[0] ?? type)

/** Keep the pages in step with what others do: by the shared stream, else by asking every half minute. Gives the way to stop. */
export function goLive(queries: QueryClient, viewer: string): () => void {
  const waiting = new Set<string>()
  let gathering: ReturnType<typeof setTimeout> | undefined
  let polling: ReturnType<typeof setInterval> | undefined

  const renew = (types: Set<string> | null) => void queries.invalidateQueries({ predicate: (query) => touched(query.queryKey, types) })
  const hear = (news: News) => {
    if ('change' in news) {
      for (const kind of kindsOf(news.change)) waiting.add(kind)
      gathering ??= setTimeout(() => {
        gathering = undefined
        const types = new Set(waiting)
        waiting.clear()
        renew(types)
      }, GATHER_MS)
    } else if ('notice' in news) void queries.invalidateQueries({ queryKey: ['notices'] })
    else if (news.up) {
      // What happened while the line was down is not told again.
      if (polling !== undefined) renew(null)
      clearInterval(polling)
      polling = undefined
    } else polling ??= setInterval(() => renew(null), POLL_MS)
  }
  const stop = connect(hear, viewer)
  return () => {
    stop()
    clearTimeout(gathering)
    clearInterval(polling)
  }
}

function connect(hear: (news: News) => void, viewer: string): () => void {
  if (typeof SharedWorker === 'undefined') {
    if (typeof EventSource !== 'undefined') return listen(hear)
    hear({ up: false })
    return () => undefined
  }
  const { port } = new SharedWorker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'hengku-live' })
  const leave = () => port.postMessage({ leave: true })
  port.onmessage = ({ data }: MessageEvent<News>) => hear(data)
  port.postMessage({ viewer })
  window.addEventListener('pagehide', leave)
  return () => {
    window.removeEventListener('pagehide', leave)
    leave()
    port.close()
  }
}

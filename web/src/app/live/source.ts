/** What happened, as the stream tells it: the newest position and the kinds of events, "goods_receipt.posted". */
export interface Change {
  position: string
  types: string[]
}

/** notice: somebody told the viewer something. */
export type News = { change: Change } | { notice: true } | { up: boolean }

const STREAM = '/api/v1/stream'
const AGAIN_MS = 30_000

/** Listen to the stream; it comes back by itself when the line breaks, and is tried again when it was refused. Gives the way to stop. */
export function listen(tell: (news: News) => void): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    source = new EventSource(STREAM)
    source.onopen = () => tell({ up: true })
    source.addEventListener('change', (event) => tell({ change: JSON.parse(String((event as MessageEvent).data)) as Change }))
    source.addEventListener('notice', () => tell({ notice: true }))
    source.onerror = () => {
      tell({ up: false })
      if (source?.readyState !== EventSource.CLOSED) return
      clearTimeout(timer)
      timer = setTimeout(open, AGAIN_MS)
    }
  }
  open()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}

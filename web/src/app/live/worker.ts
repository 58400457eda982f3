import { listen } from './source'
import type { News } from './source'

/** One stream for all open pages of this browser: a browser grants few connections to one server. */
const ports = new Set<MessagePort>()
let viewer: string | null = null
let up = false
let stop: () => void = () => undefined

function tell(news: News): void {
  if ('up' in news) up = news.up
  for (const port of ports) port.postMessage(news)
}

/** Somebody else signed in: the stream of the one before them ends. */
function begin(name: string): void {
  if (name === viewer) return
  viewer = name
  stop()
  stop = listen(tell)
}

function join(port: MessagePort): void {
  ports.add(port)
  port.onmessage = ({ data }: MessageEvent<{ viewer: string } | { leave: true }>) => {
    if ('leave' in data) {
      ports.delete(port)
      if (ports.size > 0) return
      stop()
      viewer = null
      up = false
      return
    }
    begin(data.viewer)
    port.postMessage({ up } satisfies News)
  }
}

self.addEventListener('connect', (event) => {
  for (const port of (event as MessageEvent).ports) join(port)
})

/* Keeps the built pages at hand: hashed assets are served from the cache, the page itself from the network first.
   Answers of the API are never cached: stock that is a minute old is wrong stock. */
const CACHE = 'hengku-pages-1'

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add('/')).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

async function assetFirstFromCache(request) {
  const cache = await caches.open(CACHE)
  const known = await cache.match(request)
  if (known) return known
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

async function pageFirstFromNetwork(request) {
  try {
    const answer = await fetch(request)
    if (answer.ok) await (await caches.open(CACHE)).put('/', answer.clone())
    return answer
  } catch (error) {
    const known = await caches.match('/')
    if (known) return known
    throw error
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/api/') || url.pathname === '/healthz') return
  if (url.pathname.startsWith('/assets/')) event.respondWith(assetFirstFromCache(request))
  else if (request.mode === 'navigate') event.respondWith(pageFirstFromNetwork(request))
})

import { resourcesApi } from '@/api'
import type { LookupHit, Reference } from '@/api'

const plain = (text: string): string => text.trim().toLowerCase()

/** The hit a pasted text means: the same code, barcode or name; a lone hit is taken, several are not guessed among. */
export function pickExact(hits: LookupHit[], text: string): LookupHit | null {
  const wanted = plain(text)
  const exact =
    hits.find((hit) => plain(hit.code) === wanted) ??
    hits.find((hit) => plain(String(hit.extra?.['barcode'] ?? '')) === wanted) ??
    hits.find((hit) => plain(hit.name) === wanted)
  if (exact) return exact
  return hits.length === 1 ? (hits[0] ?? null) : null
}

export function referenceOf(hit: LookupHit): Reference & { extra?: Record<string, unknown> } {
  return {
    id: hit.id,
    code: hit.code,
    name: hit.name,
    ...(typeof hit.extra?.['spec'] === 'string' ? { spec: hit.extra['spec'] } : hit.hint ? { spec: hit.hint } : {}),
    ...(hit.extra ? { extra: hit.extra } : {}),
  }
}

/** Look many texts up, a few at a time; each text once. */
export async function resolveTexts(path: string, texts: string[], atOnce = 6): Promise<Map<string, LookupHit | null>> {
  const found = new Map<string, LookupHit | null>()
  const queue = [...new Set(texts)]
  const work = async () => {
    for (let text = queue.shift(); text !== undefined; text = queue.shift()) {
      const hits = await resourcesApi.lookup(path, text, { limit: 5 })
      found.set(text, pickExact(hits, text))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return found
}

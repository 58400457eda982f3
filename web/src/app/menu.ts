import type { TFunction } from 'i18next'
import type { FeatureManifest, MenuEntry } from '@/kit'
import type { Meta } from '@/api'

/** What a leaf is: hand-made work, a kind of document, a kind of record, a report. */
export type MenuPart = 'work' | 'documents' | 'records' | 'reports'

export interface MenuLeaf {
  key: string
  path: string
  label: string
  keywords: string
  part: MenuPart
}

export interface MenuRoom {
  key: string
  label: string
  icon: FeatureManifest['icon']
  leaves: MenuLeaf[]
  badge?: FeatureManifest['badge']
}

/** May the viewer see this at all? A right the server does not mention is decided by the server when used. */
export function mayRead(meta: Meta, name: string): boolean {
  const can = meta.viewer.can
  for (const right of [`${name}:read`, `${name}:view`, `${name}:list`]) {
    if (can[right] !== undefined) return can[right]
  }
  return true
}

function handMade(manifest: FeatureManifest, meta: Meta, t: TFunction): MenuLeaf[] {
  return manifest.entries
    .filter((entry: MenuEntry) => (!entry.needs || meta.viewer.can[entry.needs] !== false) && (!entry.described || meta.viewer.can[entry.described] !== undefined))
    .map((entry) => ({
      key: entry.path,
      path: entry.path,
      label: entry.label ?? t(entry.text ?? entry.key),
      keywords: entry.keywords ?? '',
      part: 'work' as const,
    }))
}

/** Rooms with what the viewer may use in them; hand-made work first, then documents, then records. */
export function buildMenu(manifests: FeatureManifest[], meta: Meta, t: TFunction): MenuRoom[] {
  const placed = new Set(manifests.flatMap((manifest) => manifest.reportGroups ?? []))
  return manifests
    .map((manifest) => ({
      key: manifest.key,
      label: t(manifest.text),
      icon: manifest.icon,
      ...(manifest.badge ? { badge: manifest.badge } : {}),
      leaves: [
        ...handMade(manifest, meta, t),
        ...meta.document_types
          .filter((type) => manifest.rooms.includes(type.room) && mayRead(meta, type.code))
          .map((type) => leaf(`/documents/${type.code}`, 'documents', type.label, `${type.code} ${type.prefix}`)),
        ...meta.resources
          .filter((resource) => manifest.resourceGroups.includes(resource.group) && mayRead(meta, resource.name))
          .map((resource) => leaf(`/records/${resource.name}`, 'records', resource.label_plural, resource.name)),
        ...meta.reports
          .filter((report) => (manifest.reports ? !placed.has(report.group) : (manifest.reportGroups ?? []).includes(report.group)))
          .map((report) => leaf(`/reports/${report.name}`, 'reports', report.label, report.name)),
      ],
    }))
    .filter((room) => room.leaves.length > 0)
}

function leaf(path: string, part: MenuPart, label: string, keywords: string): MenuLeaf {
  return { key: path, path, part, label, keywords: keywords.replaceAll('_', ' ') }
}

const SHORT = 7

/** Leaves of a room under their headings; a short room and one of a single kind need none. */
export function partsOf(room: MenuRoom): { part: MenuPart | null; leaves: MenuLeaf[] }[] {
  const parts = [...new Set(room.leaves.map((one) => one.part))]
  if (room.leaves.length <= SHORT || parts.length < 2) return [{ part: null, leaves: room.leaves }]
  return parts.map((part) => ({ part: part === 'work' ? null : part, leaves: room.leaves.filter((one) => one.part === part) }))
}

/** The menu leaf an address belongs to: the longest path that starts it. */
export function leafOf(rooms: MenuRoom[], pathname: string): { room?: string; leaf?: string } {
  let best: { room?: string; leaf?: string } = {}
  let length = -1
  for (const room of rooms) {
    for (const { key, path } of room.leaves) {
      const fits = path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`)
      if (fits && path.length > length) {
        best = { room: room.key, leaf: key }
        length = path.length
      }
    }
  }
  return best
}

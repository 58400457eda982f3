import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { resourcesApi } from '@/api'
import type { FlowNode, FlowTree, Resolver } from '@/api'
import type { Words } from '@/kit/formula/words'
import { useDocType, useMeta } from '@/resource/meta'
import { spoken } from './spoken'
import { isBranch, isGateway } from './tree'
import type { Names, Place } from './tree'
import { KINDS, MODES, OWNERS, RESOLVERS } from './words'

const MOST = 100

/** What is called how in a new flow. */
export function useNames(): Names {
  const { t } = useTranslation()
  return useMemo(() => ({
    approve: t(KINDS.approve.text), cc: t(KINDS.cc.text),
    gateway: { exclusive: t(KINDS.exclusive.text), parallel: t(KINDS.parallel.text), inclusive: t(KINDS.inclusive.text) },
    branch: (no) => t('approvals.branch.named', { no }), otherwise: t('approvals.branch.otherwise'),
  }), [t])
}

export interface Directory {
  users: Map<string, string>
  roles: Map<string, string>
  positions: Map<string, string> | null
}

/** Names of people by id, of roles and positions by code. Positions: null where the firm has none described. */
export function useDirectory(): Directory {
  const meta = useMeta()
  const described = meta.resources.some((spec) => spec.name === 'positions')
  const hits = (path: string, enabled = true) => ({ queryKey: ['lookup', path, 'directory'], queryFn: () => resourcesApi.lookup(path, '', { limit: MOST }), staleTime: 60_000, retry: false, enabled })
  const users = useQuery(hits('users'))
  const roles = useQuery(hits('roles'))
  const positions = useQuery(hits('positions', described))
  return useMemo(() => ({
    users: new Map((users.data ?? []).map((hit) => [hit.id, hit.name || hit.code])),
    roles: new Map((roles.data ?? []).map((hit) => [hit.code, hit.name || hit.code])),
    positions: described ? new Map((positions.data ?? []).map((hit) => [hit.code, hit.name || hit.code])) : null,
  }), [users.data, roles.data, positions.data, described])
}

/** Fields of the header that name a person. */
export function usePeopleFields(type: string): { path: string; label: string }[] {
  const spec = useDocType(type)
  return (spec?.header_fields ?? []).filter((field) => field.ref === 'users' || field.name === 'handler').map((field) => ({ path: `header.${field.name}`, label: field.label }))
}

/** Says in a line whom a node asks, or when a branch is taken. */
export function useSummary(type: string, words: Words | undefined) {
  const { t } = useTranslation()
  const directory = useDirectory()
  const fields = usePeopleFields(type)

  const who = (one: Resolver): string => {
    const kind = t(RESOLVERS[one.kind].text)
    if (one.kind === 'member') return one.ids.map((id) => directory.users.get(id) ?? `#${id}`).join(t('approvals.comma')) || kind
    if (one.kind === 'role') return directory.roles.get(one.code) ?? (one.code || kind)
    if (one.kind === 'position') return directory.positions?.get(one.code) ?? (one.code || kind)
    if (one.kind === 'head') return one.level > 1 ? t('approvals.who.headLevel', { level: one.level }) : kind
    if (one.kind === 'heads_up') return t('approvals.who.headsUpLevels', { levels: one.levels })
    if (one.kind === 'field') return fields.find((field) => field.path === one.field)?.label ?? (one.field || kind)
    return one.kind === 'owner' ? t(OWNERS[one.of].text) : kind
  }

  const summary = (place: Place): string => {
    if (isBranch(place)) return place.condition ? spoken(place.condition, words) : ''
    if (place.kind === 'start' || isGateway(place)) return ''
    const people = (place.kind === 'cc' ? place.to : place.approvers).map(who).join(t('approvals.comma'))
    if (people === '' || place.kind === 'cc') return people
    const several = place.mode !== 'any' || place.approvers.length > 1
    return several ? `${people} · ${t(MODES[place.mode].text)}` : people
  }
  return { who, summary, directory }
}

export const titleOf = (place: FlowTree | FlowNode, start: string): string => (place.kind === 'start' ? start : place.name)

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { resourcesApi } from '@/api'
import type { RecordRow } from '@/api'
import { readFieldRights, withLevel } from '@/resource/fields/grants/limits'
import type { Level } from '@/resource/fields/grants/limits'
import { can, useMeta } from '@/resource/meta'

export type Levels = Record<string, Level>

/** What the roles say about fields, and a way to say something else. */
export function useFieldRights() {
  const queries = useQueryClient()
  const meta = useMeta()
  const { data } = useQuery({ queryKey: ['field-rights'], queryFn: () => resourcesApi.list('roles', { limit: 200, fields: 'code,name,field_rights' }), enabled: can(meta, 'roles', 'view'), staleTime: 0 })
  const roles = (data?.items ?? []) as RecordRow[]
  const levelOf = (role: RecordRow, target: string, field: string): Level => readFieldRights(role['field_rights'])[target]?.[field] ?? 'edit'
  /** levels: role id → field → level, all of one target. */
  const save = async (target: string, levels: Record<string, Levels>) => {
    for (const role of roles) {
      const said = Object.entries(levels[role.id] ?? {}).filter(([field, level]) => levelOf(role, target, field) !== level)
      if (said.length === 0) continue
      const rights = said.reduce((known, [field, level]) => withLevel(known, target, [field], level), readFieldRights(role['field_rights']))
      await resourcesApi.update('roles', role.id, { field_rights: rights, rev: role.rev })
    }
    await queries.invalidateQueries({ queryKey: ['field-rights'] })
  }
  return { roles, levelOf, save, writable: can(meta, 'roles', 'update') }
}

export type FieldRightsOfRoles = ReturnType<typeof useFieldRights>

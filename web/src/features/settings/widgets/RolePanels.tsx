import type { RecordPanelProps } from '@/kit'
import { RoleMembers } from './RoleMembers'
import { RoleNews } from './RoleNews'

/** Below a role: what the release has for it, and who holds it. */
export function RolePanels(props: RecordPanelProps) {
  return (
    <div style={{ display: 'grid', gap: 12, marginTop: 16 }}>
      <RoleNews {...props} />
      <RoleMembers {...props} />
    </div>
  )
}

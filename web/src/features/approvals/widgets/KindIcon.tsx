import { ApartmentOutlined, AuditOutlined, BranchesOutlined, ForkOutlined, PlayCircleOutlined, SendOutlined } from '@ant-design/icons'
import type { NewKind } from '../tree'

const ICONS = {
  start: PlayCircleOutlined, approve: AuditOutlined, cc: SendOutlined, exclusive: BranchesOutlined, parallel: ForkOutlined, inclusive: ApartmentOutlined,
}

export function KindIcon({ kind }: { kind: NewKind | 'start' }) {
  const Icon = ICONS[kind]
  return <Icon aria-hidden />
}

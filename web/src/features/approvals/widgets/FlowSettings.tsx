import { Drawer } from 'antd'
import { useNavigate } from 'react-router'
import { usePhone } from '@/kit'
import { RecordEditor } from '@/resource/form/RecordEditor'
import { useResource } from '@/resource/meta'

/** The flow's record: what it is called, for which documents it is, whether it is in use. */
export function FlowSettings({ id, onClose }: { id: string; onClose: () => void }) {
  const phone = usePhone()
  const navigate = useNavigate()
  const spec = useResource('workflows')
  if (!spec) return null
  return (
    <RecordEditor spec={spec} id={id} onSaved={onClose} onDeleted={() => void navigate('/records/workflows', { replace: true })}
      frame={({ title, body, footer }) => <Drawer open title={title} size={phone ? '100%' : 560} onClose={onClose} footer={footer}>{body}</Drawer>} />
  )
}

import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import type { MenuRoom } from '../menu'
import { Sidebar } from './Sidebar'

export function MenuDrawer({ rooms, onClose }: { rooms: MenuRoom[]; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Drawer open onClose={onClose} placement="left" size={280} title={t('app.brand')} styles={{ body: { padding: 8 } }}>
      <Sidebar rooms={rooms} collapsed={false} onExpand={() => undefined} />
    </Drawer>
  )
}

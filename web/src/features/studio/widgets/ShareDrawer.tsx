import { Checkbox, Drawer, Form, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { can, useMeta } from '@/resource/meta'
import type { Board } from '../board'

interface ShareDrawerProps { board: Board | null; onChange: (part: Partial<Board>) => void; onClose: () => void }

/** Who sees the board, and how often a big screen reads anew. */
export function ShareDrawer({ board, onChange, onClose }: ShareDrawerProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  return (
    <Drawer open={board !== null} onClose={onClose} size={400} title={t('studio.share')} destroyOnHidden>
      {board ? (
        <Form layout="vertical" component="div">
          <Notice tone="plain" messages={[t('studio.share.help')]} />
          <Form.Item><Checkbox checked={board.shared_all} onChange={(event) => onChange({ shared_all: event.target.checked })}>{t('studio.share.all')}</Checkbox></Form.Item>
          {!board.shared_all && can(meta, 'roles', 'view') ? (
            <Form.Item label={t('studio.share.roles')}>
              <ReferencePicker resource="roles" multiple label={t('studio.share.roles')} value={board.shared_with} onChange={(value) => onChange({ shared_with: (Array.isArray(value) ? value : []) as Board['shared_with'] })} />
            </Form.Item>
          ) : null}
          <Form.Item label={t('studio.refresh.seconds')}><InputNumber aria-label={t('studio.refresh.seconds')} min={10} max={3600} value={board.refresh} onChange={(refresh) => onChange({ refresh: refresh ?? 60 })} /></Form.Item>
        </Form>
      ) : null}
    </Drawer>
  )
}

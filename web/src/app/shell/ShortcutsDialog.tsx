import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'

/** Every key worth knowing, on one page. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const rows: [string, string][] = [
    ['Ctrl K', t('shell.shortcuts.palette')],
    ['?', t('shell.shortcuts.help')],
    ['Ctrl Enter', t('shell.shortcuts.save')],
  ]
  const grid: [string, string][] = [
    ['Enter', t('shell.shortcuts.forward')],
    ['Tab', t('shell.shortcuts.next')],
    ['F2', t('shell.shortcuts.edit')],
    ['Insert', t('shell.shortcuts.insert')],
    ['Ctrl Delete', t('shell.shortcuts.remove')],
    ['Ctrl D', t('shell.shortcuts.copyDown')],
    ['Alt ↓', t('shell.shortcuts.picker')],
    ['Esc', t('shell.shortcuts.cancel')],
  ]
  const table = (entries: [string, string][]) => (
    <dl className="hk-shortcuts">
      {entries.map(([key, label]) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd><kbd className="hk-key">{key}</kbd></dd>
        </div>
      ))}
    </dl>
  )
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('shell.user.shortcuts')} width={420}>
      {table(rows)}
      <h3 style={{ fontSize: 13, margin: '16px 0 4px' }} className="hk-muted">{t('shell.shortcuts.grid')}</h3>
      {table(grid)}
    </Modal>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { linksApi } from '@/api'
import type { RecordRow } from '@/api'
import { ErrorState, Notice, Skeleton, useErrorText } from '@/kit'

/** Where a link leads: to copy, to show on a phone, to print and hang up. */
export function LinkAddressModal({ link, onClose }: { link: RecordRow; onClose: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message, modal } = App.useApp()
  const known = ['public-link-address', link.id]
  const found = useQuery({ queryKey: known, queryFn: () => linksApi.address(link.id), gcTime: 0 })
  const whole = found.data?.path ? `${window.location.origin}${found.data.path}` : ''
  const picture = `data:image/svg+xml;utf8,${encodeURIComponent(found.data?.qr ?? '')}`
  const copy = async () => {
    await navigator.clipboard.writeText(whole)
    void message.success(t('links.copied'))
  }
  const renew = () => modal.confirm({
    title: t('links.renew.title'), okText: t('links.renew'), cancelText: t('resource.cancel'),
    onOk: async () => {
      try {
        queries.setQueryData(known, await linksApi.renew(link.id))
      } catch (failure) {
        void message.error(say(failure))
      }
    },
  })
  return (
    <Modal open title={String(link['name'])} onCancel={onClose} width={400} footer={<div className="hk-row"><Button onClick={renew}>{t('links.renew')}</Button><span className="hk-grow" /><Button disabled={!whole} onClick={() => window.print()}>{t('links.print')}</Button><Button type="primary" disabled={!whole} onClick={() => void copy()}>{t('links.copy')}</Button></div>}>
      {found.isPending ? <Skeleton rows={4} /> : found.isError ? <ErrorState error={found.error} /> : whole ? (
        <div className="hk-link-sheet">
          <strong>{String(link['name'])}</strong>
          <img alt={t('links.address')} width={240} height={240} style={{ background: '#fff' }} src={picture} />
          <Input.TextArea aria-label={t('links.copy')} value={whole} readOnly autoSize />
        </div>
      ) : <Notice messages={[t('links.lost')]} />}
    </Modal>
  )
}

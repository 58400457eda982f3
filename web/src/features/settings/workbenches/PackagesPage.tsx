import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { configApi } from '@/api'
import { EmptyState, ErrorState, Notice, Page, Skeleton, StateTag, formatTime, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { Trades } from '../widgets/Trades'
import '../packages.css'

const NAME = 'config-packages'

/** Packages of configuration: one's own, imported ones, and those of trades. */
export function PackagesPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [fresh, setFresh] = useState(false)
  const rows = useQuery({ queryKey: [NAME], queryFn: configApi.packages })

  const bringIn = async (file: File) => {
    try {
      const made = await configApi.bringIn(JSON.parse(await file.text()))
      void navigate(`/settings/packages/${made.id}`)
    } catch (failure) {
      void message.error(failure instanceof SyntaxError ? t('settings.packages.notJson') : say(failure))
    }
  }
  const actions = (
    <>
      {can(meta, NAME, 'import') ? (
        <Upload accept=".json,application/json" showUploadList={false} beforeUpload={(file) => { void bringIn(file); return false }}><Button>{t('settings.packages.import')}</Button></Upload>
      ) : null}
      {can(meta, NAME, 'create') ? <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setFresh(true)}>{t('settings.packages.new')}</Button> : null}
    </>
  )
  return (
    <Page title={t('settings.packages')} actions={actions}>
      <p className="hk-muted">{t('settings.packages.about')}</p>
      {rows.isPending ? <Skeleton rows={4} /> : rows.isError ? <ErrorState error={rows.error} onRetry={() => void rows.refetch()} /> : rows.data.length === 0 ? (
        <EmptyState title={t('settings.packages.none')} text={t('settings.packages.none.text')} />
      ) : (
        <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('settings.packages')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('settings.packages.name')}</th><th>{t('settings.packages.version')}</th><th>{t('settings.packages.state')}</th><th>{t('settings.packages.notes')}</th><th>{t('settings.packages.changed')}</th></tr></thead>
            <tbody>
              {rows.data.map((one) => (
                <tr key={one.id}>
                  <td><Link to={`/settings/packages/${one.id}`}>{one.name}</Link></td>
                  <td>{one.version}</td>
                  <td style={{ whiteSpace: 'nowrap' }}>{one.live ? <StateTag value="posted" label={t('settings.packages.live', { version: one.live })} /> : <StateTag value="draft" label={t('settings.packages.draft')} />}</td>
                  <td className="hk-muted">{one.notes}</td>
                  <td style={{ whiteSpace: 'nowrap' }}>{formatTime(String(one['updated_at'] ?? ''))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Trades onChanged={() => void rows.refetch()} />
      {fresh ? <PackageName onClose={() => setFresh(false)} onSaved={(id) => void navigate(`/settings/packages/${id}?choose=1`)} /> : null}
    </Page>
  )
}

interface NameProps {
  kept?: { id: string; rev: number; name: string; version: string; notes: string }
  onClose: () => void
  onSaved: (id: string) => void
}

/** Name, version and notes of a package: a new one, or one that is kept. */
export function PackageName({ kept, onClose, onSaved }: NameProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [form] = Form.useForm<{ name: string; version: string; notes: string }>()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const save = async (values: object) => {
    setBusy(true)
    try {
      onSaved((await (kept ? configApi.savePackage(kept.id, { ...values, rev: kept.rev }) : configApi.createPackage(values))).id)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Modal open title={kept ? t('settings.packages.edit') : t('settings.packages.new')} okText={t('resource.save')} cancelText={t('resource.cancel')} confirmLoading={busy} onOk={() => form.submit()} onCancel={onClose}>
      {error ? <Notice messages={[say(error)]} /> : null}
      <Form form={form} layout="vertical" initialValues={kept ?? { version: '1.0', notes: '' }} onFinish={(values: object) => void save(values)}>
        <Form.Item name="name" label={t('settings.packages.name')} rules={[{ required: true, whitespace: true }]}><Input autoFocus autoComplete="off" maxLength={100} /></Form.Item>
        <Form.Item name="version" label={t('settings.packages.version')} rules={[{ required: true, whitespace: true }]}><Input autoComplete="off" maxLength={20} /></Form.Item>
        <Form.Item name="notes" label={t('settings.packages.notes')}><Input.TextArea rows={3} /></Form.Item>
      </Form>
    </Modal>
  )
}

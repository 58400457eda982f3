import { App, Button, Form, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { systemApi } from '@/api'
import type { Backups, Retention } from '@/api/system'
import { useErrorText } from '@/kit'

/** How many days and weeks keep their newest nightly backup. */
export function KeepBackups({ retention, onSaved }: { retention: Retention; onSaved: (saved: Backups) => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)

  const save = async (values: Retention) => {
    setBusy(true)
    try {
      onSaved(await systemApi.keepBackups(values))
      void message.success(t('settings.backups.kept'))
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="hk-panel" style={{ padding: 16, maxWidth: 760 }}>
      <h2 className="hk-section">{t('settings.backups.keep')}</h2>
      <Form layout="inline" initialValues={retention} onFinish={(values: Retention) => void save(values)} style={{ rowGap: 8 }}>
        <Form.Item name="daily" label={t('settings.backups.days')} rules={[{ required: true, message: t('resource.required', { field: t('settings.backups.days') }) }]}><InputNumber min={1} max={366} precision={0} style={{ width: 90 }} /></Form.Item>
        <Form.Item name="weekly" label={t('settings.backups.weeks')} rules={[{ required: true, message: t('resource.required', { field: t('settings.backups.weeks') }) }]}><InputNumber min={0} max={520} precision={0} style={{ width: 90 }} /></Form.Item>
        <Button htmlType="submit" loading={busy}>{t('resource.save')}</Button>
      </Form>
      <p className="hk-muted" style={{ margin: '8px 0 0' }}>{t('settings.backups.keep.text')}</p>
    </section>
  )
}

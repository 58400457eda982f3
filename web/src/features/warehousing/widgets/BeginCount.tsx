import { Checkbox, Form, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { countsApi } from '@/api'
import type { Reference } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'

/** Begin a count of whole warehouses; a narrower scope is said on the plan itself. */
export function BeginCount({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const navigate = useNavigate()
  const [warehouses, setWarehouses] = useState<Reference[]>([])
  const [method, setMethod] = useState<'DYNAMIC' | 'STATIC'>('DYNAMIC')
  const [blind, setBlind] = useState(true)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const begin = async () => {
    setBusy(true)
    setError(null)
    try {
      const made = await countsApi.begin({ warehouses: warehouses.map((one) => one.id), method, blind })
      void navigate(`/count/${made.sheet.id}`)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal open title={t('warehousing.count.begin')} onCancel={onClose} onOk={() => void begin()} confirmLoading={busy} okButtonProps={{ disabled: warehouses.length === 0 }}
      okText={t('warehousing.count.begin')} cancelText={t('resource.cancel')} width={420}>
      <Form layout="vertical">
        {error ? <Notice messages={[say(error)]} /> : null}
        <Form.Item label={t('warehousing.warehouse')} required>
          <ReferencePicker resource="warehouses" multiple label={t('warehousing.warehouse')} value={warehouses} onChange={(value) => setWarehouses(Array.isArray(value) ? value : [])} />
        </Form.Item>
        <Form.Item label={t('warehousing.count.method')}>
          <Select value={method} onChange={setMethod} aria-label={t('warehousing.count.method')}
            options={[{ value: 'DYNAMIC', label: t('warehousing.count.dynamic') }, { value: 'STATIC', label: t('warehousing.count.static') }]} />
        </Form.Item>
        <Checkbox checked={blind} onChange={(event) => setBlind(event.target.checked)}>{t('warehousing.count.blind')}</Checkbox>
      </Form>
    </Modal>
  )
}

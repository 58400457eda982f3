import { Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { countsApi } from '@/api'
import type { Reference } from '@/api'
import { Notice, todayIn, useErrorText } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { useMeta } from '@/resource/meta'

/** Begin a count of warehouses, or of some goods in them, on a day; bins, brands and limits are said on the plan itself. */
export function BeginCount({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const navigate = useNavigate()
  const meta = useMeta()
  const [warehouses, setWarehouses] = useState<Reference[]>([])
  const [method, setMethod] = useState<'DYNAMIC' | 'STATIC'>('DYNAMIC')
  const [blind, setBlind] = useState(true)
  const [day, setDay] = useState(() => todayIn(meta.book.timezone, new Date()))
  const [categories, setCategories] = useState<Reference[]>([])
  const [items, setItems] = useState<Reference[]>([])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const begin = async () => {
    setBusy(true)
    setError(null)
    try {
      const made = await countsApi.begin({ warehouses: warehouses.map((one) => one.id), method, blind, business_date: day, categories: categories.map((one) => one.id), items: items.map((one) => one.id) })
      void navigate(`/count/${made.sheet.id}`)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal open title={t('warehousing.count.begin')} onCancel={onClose} onOk={() => void begin()} confirmLoading={busy} okButtonProps={{ disabled: warehouses.length === 0 || day === '' }}
      okText={t('warehousing.count.begin')} cancelText={t('resource.cancel')} width={420}>
      <Form layout="vertical">
        {error ? <Notice messages={[say(error)]} /> : null}
        <Form.Item label={t('warehousing.warehouse')} required>
          <ReferencePicker resource="warehouses" multiple label={t('warehousing.warehouse')} value={warehouses} onChange={(value) => setWarehouses(Array.isArray(value) ? value : [])} />
        </Form.Item>
        <Form.Item label={t('warehousing.count.day')} required htmlFor="count-day">
          <Input id="count-day" type="date" value={day} onChange={(event) => setDay(event.target.value)} />
        </Form.Item>
        <Form.Item label={t('warehousing.count.categories')} help={t('warehousing.count.scope')}>
          <ReferencePicker resource="item-categories" multiple label={t('warehousing.count.categories')} value={categories} onChange={(value) => setCategories(Array.isArray(value) ? value : [])} />
        </Form.Item>
        <Form.Item label={t('warehousing.count.items')} help={t('warehousing.count.scope')}>
          <ReferencePicker resource="items" multiple label={t('warehousing.count.items')} value={items} onChange={(value) => setItems(Array.isArray(value) ? value : [])} />
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

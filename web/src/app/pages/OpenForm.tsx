import { CheckCircleFilled, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { documentErrors, linksApi, newKey } from '@/api'
import type { FieldSpec, Values } from '@/api'
import type { Knock, LinkDoor } from '@/api/links'
import { Notice } from '@/kit'
import { FieldInput } from '@/resource/fields/FieldInput'
import { KeeperContext } from '@/resource/fields/files/keeper'
import { defaultValues, wireValues } from '@/resource/fields/values'
import { RecordForm } from '@/resource/form/RecordForm'

const joined = (errors: Record<string, string[]>): Record<string, string> => Object.fromEntries(Object.entries(errors).map(([name, messages]) => [name, messages.join(' ')]))

/** The form behind a link. What is typed stays when sending fails; the same sending again makes nothing twice. */
export function OpenForm({ door, knock }: { door: LinkDoor; knock: Knock }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [initial] = useState<Values>(() => defaultValues(door.header))
  const first = () => (door.rows_needed && door.rows.length > 0 ? [defaultValues(door.rows)] : [])
  const [rows, setRows] = useState<Values[]>(first)
  const [once, setOnce] = useState(newKey)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [number, setNumber] = useState<string | null>(null)
  const keep = useMemo(() => (file: File) => linksApi.keep(knock, file), [knock])
  const send = async () => {
    const typed = await form.validateFields().catch(() => null)
    if (typed === null) return
    setBusy(true)
    setError(null)
    try {
      const lines = rows.map((row) => wireValues(door.rows, row))
      setNumber((await linksApi.fill(knock, wireValues(door.header, typed), lines, once)).number)
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  const again = () => {
    form.resetFields()
    setRows(first())
    setOnce(newKey())
    setNumber(null)
  }
  if (number !== null) {
    return (
      <section className="hk-open-thanks" role="status">
        <CheckCircleFilled aria-hidden />
        <h2>{t('open.thanks')}</h2>
        <p>{t('open.thanks.number')} <strong>{number}</strong></p>
        <Button size="large" onClick={again}>{t('open.again')}</Button>
      </section>
    )
  }
  const wrong = error ? documentErrors(error) : { general: [], header: {}, lines: {} }
  return (
    <KeeperContext.Provider value={keep}>
      <RecordForm form={form} fields={door.header} initial={initial} errors={joined(wrong.header)} disabled={busy} onSubmit={() => void send()} />
      {door.rows.length > 0 ? (
        <section className="hk-open-rows" aria-label={t('open.rows')}>
          <h2>{t('open.rows')}</h2>
          {rows.map((row, at) => (
            <Row key={at} at={at} fields={door.rows} row={row} errors={joined(wrong.lines[at] ?? {})} disabled={busy}
              onChange={(next) => setRows(rows.map((one, other) => (other === at ? next : one)))} onRemove={() => setRows(rows.filter((_, other) => other !== at))} />
          ))}
          <Button icon={<PlusOutlined aria-hidden />} block onClick={() => setRows([...rows, defaultValues(door.rows)])}>{t('open.row.add')}</Button>
        </section>
      ) : null}
      <Notice tone="red" messages={[...wrong.general, ...(wrong.header['lines'] ?? [])]} />
      <Button className="hk-open-send" type="primary" size="large" block loading={busy} onClick={() => void send()}>{t('open.submit')}</Button>
    </KeeperContext.Provider>
  )
}

interface RowProps {
  at: number
  fields: FieldSpec[]
  row: Values
  errors: Record<string, string>
  disabled: boolean
  onChange: (row: Values) => void
  onRemove: () => void
}

/** One row as a card: a table would be too wide for a phone. */
function Row({ at, fields, row, errors, disabled, onChange, onRemove }: RowProps) {
  const { t } = useTranslation()
  return (
    <Form component="div" layout="vertical" className="hk-panel hk-open-row">
      <div className="hk-row">
        <strong className="hk-grow">{t('open.row', { row: at + 1 })}</strong>
        <Button type="text" icon={<DeleteOutlined />} aria-label={t('open.row.remove', { row: at + 1 })} disabled={disabled} onClick={onRemove} />
      </div>
      {errors[''] ? <Notice tone="red" messages={[errors['']]} /> : null}
      {fields.map((field) => (
        <Form.Item key={field.name} label={field.type === 'boolean' ? undefined : field.label} htmlFor={`row-${at}-${field.name}`} required={field.required ?? false}
          validateStatus={errors[field.name] ? 'error' : ''} {...(errors[field.name] ? { help: errors[field.name] } : field.help ? { extra: field.help } : {})}>
          <FieldInput id={`row-${at}-${field.name}`} field={field} value={row[field.name]} disabled={disabled} onChange={(next) => onChange({ ...row, [field.name]: next })} />
        </Form.Item>
      ))}
    </Form>
  )
}

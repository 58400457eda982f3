import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, DatePicker, Form } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useSearchParams } from 'react-router'
import { fieldErrors, isApiError, systemApi } from '@/api'
import type { FieldSpec, Values } from '@/api'
import { ErrorState, Notice, Skeleton, useErrorText } from '@/kit'
import { FieldInput } from '@/resource/fields/FieldInput'
import { wireValues } from '@/resource/fields/values'
import { Door } from './Door'

/** The server's questions; the one-time token is asked for only when the link did not bring it. */
function questionsOf(questions: FieldSpec[], token: FieldSpec | null): FieldSpec[] {
  const asked = questions.filter((field) => field.name !== 'load_demo' && field.name !== 'token')
  return token ? [token, ...asked] : asked
}

const firstOfMonth = (): string => dayjs().startOf('month').format('YYYY-MM-DD')

/** A month is enough: books start on its first day. */
function MonthInput({ id, value, onChange }: { id?: string; value?: unknown; onChange?: (value: string) => void }) {
  return (
    <DatePicker {...(id ? { id } : {})} picker="month" allowClear={false} style={{ width: '100%' }} value={value ? dayjs(String(value)) : null}
      onChange={(next) => { if (next) onChange?.(next.startOf('month').format('YYYY-MM-DD')) }} />
  )
}

/** First start: at most eight questions, or the demo company. */
export function SetupPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const [params] = useSearchParams()
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState<'own' | 'demo' | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [done, setDone] = useState(false)
  const token = params.get('token')
  const accountSet = params.get('account_set')
  const info = useQuery({ queryKey: ['setup', accountSet], queryFn: () => systemApi.setupInfo(accountSet), staleTime: Infinity })

  if (done || info.data?.required === false) return <Navigate to="/" replace />
  if (info.isPending) return <Skeleton />
  if (info.isError) return <ErrorState error={info.error} onRetry={() => void info.refetch()} />

  const fields = questionsOf(info.data.questions, token === null ? { name: 'token', label: t('app.setup.token'), type: 'text', required: true, help: t('app.setup.token.help') } : null)
  const named = error ? fieldErrors(error) : {}
  const known = new Set(fields.map((field) => field.name))
  const general = error
    ? Object.entries(named).filter(([name]) => !known.has(name)).map(([, message]) => message)
    : []

  const submit = async (demo: boolean) => {
    setError(null)
    let values: Values
    try {
      values = await form.validateFields()
    } catch {
      return
    }
    setBusy(demo ? 'demo' : 'own')
    try {
      const body = { ...wireValues(fields, values), ...(token ? { token } : {}), load_demo: demo }
      await systemApi.setUp(body, accountSet)
      const username = String(values['owner_username'] ?? '')
      const password = String(values['owner_password'] ?? '')
      if (username && password) await systemApi.signIn({ username, password, ...(accountSet ? { account_set: accountSet } : {}) }).catch(() => undefined)
      queries.clear()
      setDone(true)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(null)
    }
  }

  const initial = {
    ...(fields.some((field) => field.name === 'start_month') ? { start_month: firstOfMonth() } : {}),
    ...Object.fromEntries(fields.filter((field) => field.default !== null && field.default !== undefined).map((field) => [field.name, field.default])),
  }
  return (
    <Door wide title={t('app.setup.title')} text={t('app.setup.text')}>
      <Form form={form} layout="vertical" size="large" initialValues={initial} onFinish={() => void submit(false)}>
        {error && (general.length > 0 || !isApiError(error)) ? <Notice messages={general.length > 0 ? general : [say(error)]} /> : null}
        <div className="hk-door-grid">
          {fields.map((field) => (
            <Form.Item key={field.name} name={field.name} label={field.label} extra={field.help ?? undefined}
              rules={[{ required: field.required ?? false }]} validateStatus={named[field.name] ? 'error' : ''}
              {...(named[field.name] ? { help: named[field.name] } : {})} valuePropName={field.type === 'boolean' ? 'checked' : 'value'}>
              {field.name === 'start_month' ? <MonthInput /> : <FieldInput field={field.name.endsWith('password') ? { ...field, type: 'password' } : field} />}
            </Form.Item>
          ))}
        </div>
        <div className="hk-row">
          <Button type="primary" htmlType="submit" loading={busy === 'own'} disabled={busy === 'demo'}>
            {t('app.setup.submit')}
          </Button>
          <Button loading={busy === 'demo'} disabled={busy === 'own'} onClick={() => void submit(true)}>
            {t('app.setup.demo')}
          </Button>
        </div>
        {busy === 'demo' ? <p className="hk-muted" role="status">{t('app.setup.demoBusy')}</p> : null}
      </Form>
    </Door>
  )
}

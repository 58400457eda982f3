import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useSearchParams } from 'react-router'
import { isApiError, passkeysApi, systemApi } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { TwoStepSetup } from '@/resource/security/TwoStepSetup'
import { safeNext } from '../next'
import { ChangePassword } from './ChangePassword'
import { Door } from './Door'
import { OtherWays } from './OtherWays'

interface Credentials {
  username: string
  password: string
  account_set?: string
  code?: string
}

export function LoginPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const [params] = useSearchParams()
  const problem = params.get('problem')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [otherSet, setOtherSet] = useState(false)
  const session = useQuery({ queryKey: ['session'], queryFn: systemApi.session })

  if (session.data?.authenticated && session.data.user?.must_change_password) return <ChangePassword onDone={() => void queries.refetchQueries({ queryKey: ['session'] })} />
  if (session.data?.authenticated && session.data.user?.must_set_second_factor) return <Door title={t('app.twoStep.title')} text={t('app.twoStep.must')}><TwoStepSetup onDone={() => void queries.refetchQueries({ queryKey: ['session'] })} /></Door>
  if (session.data?.authenticated) return <Navigate to={safeNext(params.get('next'))} replace />
  if (session.data?.setup_required) return <Navigate to="/setup" replace />

  const asked = isApiError(error) && ['second_factor_needed', 'second_factor_wrong'].includes(error.code)
  const methods = asked ? String(error.items[0]?.params?.['methods'] ?? '') : ''
  const withKey = methods.includes('passkey') && passkeysApi.passkeysWork()
  const onlyKey = methods === 'passkey'
  const enter = async (way: () => Promise<unknown>) => {
    setBusy(true)
    setError(null)
    try {
      await way()
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
      await queries.refetchQueries({ queryKey: ['session'] })
    } catch (failure) {
      if (!passkeysApi.gaveUp(failure)) setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const submit = (values: Credentials) => enter(async () => {
    const set = values.account_set || undefined
    await systemApi.signIn({ ...values, account_set: set, ...(onlyKey ? { passkey: await passkeysApi.askPasskey(values.username, set) } : {}) })
  })

  return (
    <Door title={t('app.login.title')}>
      <Form layout="vertical" size="large" requiredMark={false} onFinish={(values: Credentials) => void submit(values)}>
        {error ? <Notice messages={[say(error)]} /> : problem ? <Notice messages={[problem === 'account_not_linked' ? t('app.login.notLinked') : t('app.login.notProven')]} /> : null}
        <Form.Item name="username" label={t('app.login.username')} rules={[{ required: true }]}>
          <Input autoFocus autoComplete="username" />
        </Form.Item>
        <Form.Item name="password" label={t('app.login.password')} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {onlyKey ? <p className="hk-muted">{t('app.login.keyNeeded')}</p> : asked ? (
          <Form.Item name="code" label={t('app.login.code')} extra={t('app.login.codeHint')} rules={[{ required: true }]}>
            <Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={12} />
          </Form.Item>
        ) : null}
        {otherSet ? (
          <Form.Item name="account_set" label={t('app.login.accountSet')}>
            <Input autoComplete="off" />
          </Form.Item>
        ) : null}
        <Button type="primary" htmlType="submit" block loading={busy}>
          {onlyKey ? t('app.login.withKey') : t('app.login.submit')}
        </Button>
        <Form.Item noStyle shouldUpdate>
          {({ getFieldValue }) => <OtherWays busy={busy} withKey={!onlyKey && (withKey || !asked)} accountSet={getFieldValue('account_set') as string | undefined} next={safeNext(params.get('next'))} onEnter={enter} />}
        </Form.Item>
        <div className="hk-row" style={{ justifyContent: 'space-between', marginTop: 12 }}>
          <span className="hk-faint">{t('app.login.forgot')}</span>
          {otherSet ? null : (
            <Button type="link" size="small" onClick={() => setOtherSet(true)}>
              {t('app.login.otherSet')}
            </Button>
          )}
        </div>
      </Form>
    </Door>
  )
}

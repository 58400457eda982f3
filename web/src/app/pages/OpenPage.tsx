import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { isApiError, linksApi } from '@/api'
import type { Values } from '@/api'
import type { Knock, LinkAnswer, LinkDoor } from '@/api/links'
import { ErrorState, Notice, Skeleton, useErrorText, usePreferences } from '@/kit'
import { FieldValue } from '@/resource/fields/FieldValue'
import { wireValues } from '@/resource/fields/values'
import { RecordForm } from '@/resource/form/RecordForm'
import { fieldErrors } from '@/api'
import { OpenForm } from './OpenForm'
import './open.css'

/** What somebody finds behind a public link, on a phone first: a form to fill in, or a question to ask. Nobody signs in. */
export function OpenPage() {
  const { t } = useTranslation()
  const { key = '' } = useParams()
  const [pass, setPass] = useState('')
  const { language, setLanguage } = usePreferences()
  const knock: Knock = { key, pass }
  const door = useQuery({ queryKey: ['public-link', key, pass, language], queryFn: () => linksApi.open(knock), retry: false, refetchOnWindowFocus: false, staleTime: Infinity })
  const asks = isApiError(door.error) && door.error.code === 'link_password_needed'
  if (door.isPending) return <Skeleton />
  if (door.isError && !asks) return <main className="hk-open"><ErrorState error={door.error} /></main>
  return (
    <main className="hk-open">
      <header>
        <h1>{door.data ? door.data.label || door.data.name : t('open.password')}</h1>
        <Button size="small" onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>{language === 'en' ? '中文' : 'English'}</Button>
      </header>
      {door.data?.intro ? <p className="hk-open-intro">{door.data.intro}</p> : null}
      {!door.data ? <Password linkKey={key} onPass={setPass} /> : door.data.kind === 'FILL' ? <OpenForm door={door.data} knock={knock} /> : <Question door={door.data} knock={knock} />}
    </main>
  )
}

function Password({ linkKey, onPass }: { linkKey: string; onPass: (pass: string) => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const enter = async () => {
    setBusy(true)
    setError(null)
    try {
      onPass((await linksApi.unlock(linkKey, password)).pass)
    } catch (failed) {
      setError(failed)
      setBusy(false)
    }
  }
  return (
    <Form layout="vertical" onFinish={() => void enter()}>
      {error ? <Notice tone="red" messages={[say(error)]} /> : null}
      <Form.Item label={t('open.password.label')} htmlFor="open-password"><Input.Password id="open-password" autoFocus autoComplete="off" value={password} onChange={(event) => setPassword(event.target.value)} /></Form.Item>
      <Button type="primary" htmlType="submit" block size="large" disabled={password === ''} loading={busy}>{t('open.enter')}</Button>
    </Form>
  )
}

function Question({ door, knock }: { door: LinkDoor; knock: Knock }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [found, setFound] = useState<LinkAnswer | null>(null)
  const ask = async () => {
    setBusy(true)
    setError(null)
    setFound(null)
    try {
      const typed = await form.validateFields().catch(() => null)
      if (typed) setFound(await linksApi.ask(knock, wireValues(door.conditions, typed)))
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  const named = error ? fieldErrors(error) : {}
  return (
    <>
      {error ? <Notice tone="red" messages={[named[''] ?? say(error)]} /> : null}
      <RecordForm form={form} fields={door.conditions} initial={{}} errors={named} onSubmit={() => void ask()} />
      <Button type="primary" block size="large" loading={busy} onClick={() => void ask()}>{t('open.search')}</Button>
      <div role="status" className="hk-open-found">
        {found && found.rows.length === 0 ? <Notice tone="plain" messages={[t('open.none')]} /> : null}
        {found?.rows.map((row, at) => (
          <dl key={at} className="hk-panel">
            {found.columns.map((column) => <div key={column.name}><dt>{column.label}</dt><dd><FieldValue field={column} value={row[column.name]} /></dd></div>)}
          </dl>
        ))}
        {found?.more ? <p className="hk-faint">{t('open.more')}</p> : null}
      </div>
    </>
  )
}

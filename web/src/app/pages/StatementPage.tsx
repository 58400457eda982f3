import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { statementsApi } from '@/api'
import type { PublicStatement, StatementPaper } from '@/api/statements'
import { ErrorState, Notice, Skeleton, formatAmount, formatTime, useErrorText, usePreferences } from '@/kit'
import './statement.css'

/** What a partner sees behind the link they were sent: their statement, and two answers. Nobody signs in. */
export function StatementPage() {
  const { t } = useTranslation()
  const key = useLocation().hash.slice(1)
  const { language, setLanguage } = usePreferences()
  const found = useQuery({ queryKey: ['public-statement', key], queryFn: () => statementsApi.read(key), retry: false, refetchOnWindowFocus: false })
  if (found.isPending) return <Skeleton />
  if (found.isError) return <ErrorState error={found.error} />
  const { statement } = found.data
  return (
    <main className="hk-statement">
      <header>
        <h1>{t('statement.title')}</h1>
        <span className="hk-statement-tools">
          <Button size="small" onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>{language === 'en' ? '中文' : 'English'}</Button>
          <Button size="small" onClick={() => window.print()}>{t('statement.print')}</Button>
        </span>
      </header>
      <p><strong>{statement.company}</strong> → <strong>{statement.partner}</strong></p>
      <p className="hk-muted">{statement.first} – {statement.last} · {statement.currency} · {t('statement.asOf', { at: formatTime(found.data.sent_at) })}</p>
      <Lines paper={statement} />
      <p className="hk-statement-closing">{Number(statement.closing) < 0 ? t('statement.weOwe') : t('statement.youOwe')} <strong className="hk-num">{formatAmount(statement.closing.replace('-', ''))} {statement.currency}</strong></p>
      {found.data.answered_at ? <Answered found={found.data} /> : <AnswerForm sentKey={key} />}
    </main>
  )
}

function Lines({ paper }: { paper: StatementPaper }) {
  const { t } = useTranslation()
  const { language } = usePreferences()
  const row = (label: string, charged: string, paid: string, balance: string) => (
    <tr className="hk-statement-sum"><td colSpan={3}>{label}</td><td className="hk-num">{charged && formatAmount(charged)}</td><td className="hk-num">{paid && formatAmount(paid)}</td><td className="hk-num">{formatAmount(balance)}</td></tr>
  )
  return (
    <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('statement.title')}>
      <table className="hk-plain-table">
        <thead><tr><th>{t('statement.date')}</th><th>{t('statement.number')}</th><th>{t('statement.kind')}</th><th className="hk-num">{t('statement.charged')}</th><th className="hk-num">{t('statement.paid')}</th><th className="hk-num">{t('statement.balance')}</th></tr></thead>
        <tbody>
          {row(t('statement.opening'), '', '', paper.opening)}
          {paper.lines.map((line, at) => (
            <tr key={at}><td>{line.date}</td><td>{line.number}</td><td>{language === 'en' ? line.en : line.zh}</td><td className="hk-num">{formatAmount(line.charged)}</td><td className="hk-num">{formatAmount(line.paid)}</td><td className="hk-num">{formatAmount(line.balance)}</td></tr>
          ))}
          {row(t('statement.closing'), paper.charged, paper.paid, paper.closing)}
        </tbody>
      </table>
    </div>
  )
}

function Answered({ found }: { found: PublicStatement }) {
  const { t } = useTranslation()
  const confirmed = found.state === 'CONFIRMED'
  const who = { name: found.answered_by, at: formatTime(found.answered_at ?? '') }
  const said = confirmed ? t('statement.confirmed', who) : t('statement.objected', who)
  return <Notice tone={confirmed ? 'plain' : 'amber'} messages={found.remark ? [said, found.remark] : [said]} />
}

function AnswerForm({ sentKey }: { sentKey: string }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [remark, setRemark] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const give = async (answer: 'CONFIRMED' | 'OBJECTED') => {
    setBusy(true)
    setError(null)
    try {
      queries.setQueryData(['public-statement', sentKey], await statementsApi.answer(sentKey, { answer, name, remark }))
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  const lacksName = name.trim() === ''
  return (
    <section className="hk-statement-answer">
      <p>{t('statement.ask')}</p>
      <label htmlFor="statement-name">{t('statement.name')}</label>
      <Input id="statement-name" value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      <label htmlFor="statement-remark">{t('statement.remark')}</label>
      <Input.TextArea id="statement-remark" value={remark} maxLength={500} rows={3} onChange={(event) => setRemark(event.target.value)} />
      {error ? <Notice tone="red" messages={[say(error)]} /> : null}
      <p className="hk-statement-buttons">
        <Button type="primary" disabled={lacksName} loading={busy} onClick={() => void give('CONFIRMED')}>{t('statement.confirm')}</Button>
        <Button disabled={lacksName || remark.trim() === ''} loading={busy} onClick={() => void give('OBJECTED')}>{t('statement.object')}</Button>
      </p>
      <p className="hk-faint">{t('statement.hint')}</p>
    </section>
  )
}

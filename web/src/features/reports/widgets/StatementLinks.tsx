import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, InputNumber, Modal, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { statementsApi } from '@/api'
import type { LinkState, StatementLink } from '@/api/statements'
import { formatAmount, formatTime, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'

const COLOURS: Record<LinkState, string> = { SENT: 'blue', OPENED: 'blue', CONFIRMED: 'green', OBJECTED: 'red', REVOKED: 'default', EXPIRED: 'default' }

const STATES: Record<LinkState, { text: string }> = {
  SENT: { text: 'reports.statement.state.SENT' },
  OPENED: { text: 'reports.statement.state.OPENED' },
  CONFIRMED: { text: 'reports.statement.state.CONFIRMED' },
  OBJECTED: { text: 'reports.statement.state.OBJECTED' },
  REVOKED: { text: 'reports.statement.state.REVOKED' },
  EXPIRED: { text: 'reports.statement.state.EXPIRED' },
}

interface Props {
  book: string
  partner: string
  first: string
  last: string
}

/** Statements this partner was sent, what they said, and sending the one on the page. */
export function StatementLinks({ book, partner, first, last }: Props) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [asking, setAsking] = useState(false)
  const key = ['statement-links', book, partner]
  const sees = can(meta, 'statement-links', 'view')
  const found = useQuery({ queryKey: key, queryFn: () => statementsApi.links(book, partner), enabled: sees })
  const again = () => void queries.invalidateQueries({ queryKey: key })
  const takeBack = (link: StatementLink) => void statementsApi.revoke(link.id).then(again).catch((error: unknown) => void message.error(say(error)))
  if (!sees) return null
  const rows = found.data ?? []
  return (
    <section className="hk-report-links">
      {can(meta, 'statement-links', 'create') ? <Button onClick={() => setAsking(true)}>{t('reports.statement.send')}</Button> : null}
      {asking ? <SendDialog book={book} partner={partner} first={first} last={last} onSent={again} onClose={() => setAsking(false)} /> : null}
      {rows.length > 0 ? (
        <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('reports.statement.history')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('reports.statement.sent')}</th><th>{t('reports.statement.period')}</th><th className="hk-num">{t('reports.statement.balance')}</th><th>{t('reports.statement.state')}</th><th>{t('reports.statement.answer')}</th><th /></tr></thead>
            <tbody>
              {rows.map((link) => (
                <tr key={link.id}>
                  <td>{formatTime(link.sent_at)}</td>
                  <td>{link.first} – {link.last}</td>
                  <td className="hk-num">{formatAmount(link.balance)}</td>
                  <td><Tag color={COLOURS[link.state]}>{t(STATES[link.state].text)}</Tag></td>
                  <td>{link.answered_at ? `${link.answered_by} ${formatTime(link.answered_at)} ${link.remark}` : ''}</td>
                  <td>{['SENT', 'OPENED'].includes(link.state) && can(meta, 'statement-links', 'revoke') ? <Button size="small" onClick={() => takeBack(link)}>{t('reports.statement.revoke')}</Button> : null}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  )
}

function SendDialog({ book, partner, first, last, onSent, onClose }: Props & { onSent: () => void; onClose: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const [days, setDays] = useState(30)
  const [link, setLink] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    try {
      const made = await statementsApi.send({ book, partner, first, last, days })
      setLink(`${window.location.origin}${made.path}`)
      onSent()
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }
  const copy = () => void navigator.clipboard.writeText(link).then(() => void message.success(t('reports.statement.copied')))
  return (
    <Modal open title={t('reports.statement.send')} onCancel={onClose} footer={link ? <Button type="primary" onClick={copy}>{t('reports.statement.copy')}</Button> : <Button type="primary" loading={busy} onClick={() => void send()}>{t('reports.statement.send')}</Button>}>
      {link ? (
        <>
          <p>{t('reports.statement.link')}</p>
          <Input.TextArea readOnly autoSize value={link} aria-label={t('reports.statement.link')} />
        </>
      ) : (
        <>
          <p>{t('reports.statement.send.text')}</p>
          <label htmlFor="statement-days">{t('reports.statement.days')}</label> <InputNumber id="statement-days" min={1} max={365} value={days} onChange={(value) => setDays(value ?? 30)} />
        </>
      )}
    </Modal>
  )
}

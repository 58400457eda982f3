import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CloseCheck } from '@/api/finance'
import '../finance.css'

interface ChecklistProps {
  checks: CloseCheck[]
  confirmed: string[]
  onConfirm?: ((ids: string[]) => void) | undefined
}

const TONES: Record<string, string> = { ok: 'green', warn: 'amber', block: 'red' }

/** The points of a close in their order: a light, what was found, and the page where it is settled. */
export function Checklist({ checks, confirmed, onConfirm }: ChecklistProps) {
  const { t } = useTranslation()
  const words: Record<string, string> = { ok: t('finance.close.ok'), warn: t('finance.close.warn'), block: t('finance.close.block') }
  return (
    <ol className="hk-panel hk-checklist" aria-label={t('finance.close.list')}>
      {checks.map((one, index) => (
        <li key={one.id}>
          <div className="hk-checklist-head">
            <span className="hk-faint hk-num">{index + 1}</span>
            <strong className="hk-grow">{one.title}</strong>
            {one.status === 'warn' && onConfirm ? (
              <Checkbox checked={confirmed.includes(one.id)} onChange={(event) => onConfirm(event.target.checked ? [...confirmed, one.id] : confirmed.filter((id) => id !== one.id))}>
                {t('finance.close.confirm')}
              </Checkbox>
            ) : null}
            <span className={`hk-state hk-state-${TONES[one.status] ?? 'amber'}`}><span>{words[one.status] ?? one.status}</span></span>
          </div>
          {one.rows.length > 0 ? (
            <ul>
              {one.rows.map((row, at) => <li key={at}>{row.message} {row.path ? <Link to={row.path}>{t('finance.close.go')}</Link> : null}</li>)}
            </ul>
          ) : null}
        </li>
      ))}
    </ol>
  )
}

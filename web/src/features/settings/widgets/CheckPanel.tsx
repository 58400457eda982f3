import { useQuery } from '@tanstack/react-query'
import { Collapse, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { formulasApi } from '@/api'
import type { RecordPanelProps } from '@/kit'
import { CheckTrial } from './CheckTrial'

const KINDS: Record<string, { text: string }> = {
  number: { text: 'settings.check.kind.number' },
  text: { text: 'settings.check.kind.text' },
  bool: { text: 'settings.check.kind.bool' },
  date: { text: 'settings.check.kind.date' },
  datetime: { text: 'settings.check.kind.datetime' },
}

/** Below a check: what its formula may use, and what it says about the last documents. */
export function CheckPanel({ record }: RecordPanelProps) {
  const { t, i18n } = useTranslation()
  const type = String(record['document_type'] ?? '')
  const { data: words } = useQuery({ queryKey: ['formula-words', type, i18n.language], queryFn: () => formulasApi.words(type), enabled: type !== '' })
  const fields = (words?.fields ?? []).map((field) => (
    <tr key={field.path}><th scope="row"><code>{`{${field.path}}`}</code></th><td>{field.label}</td>
      <td className="hk-muted">{t(KINDS[field.kind]?.text ?? field.kind)}{field.many ? t('settings.check.many') : ''}</td></tr>
  ))
  const functions = (words?.functions ?? []).map((one) => (
    <tr key={one.name}><th scope="row"><code>{one.name}</code> <Tag>{one.zh}</Tag></th><td>{one.help}</td><td><code>{one.example}</code></td></tr>
  ))
  const table = (rows: React.ReactNode, label: string) => (
    <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={label}><table className="hk-plain-table"><tbody>{rows}</tbody></table></div>
  )
  return (
    <div style={{ display: 'grid', gap: 12, marginTop: 16 }}>
      <CheckTrial key={record.rev} type={type} formula={String(record['formula'] ?? '')} />
      <Collapse size="small" destroyOnHidden items={[
        { key: 'fields', label: t('settings.check.fields'), children: table(fields, t('settings.check.fields')) },
        { key: 'functions', label: t('settings.check.functions'), children: table(functions, t('settings.check.functions')) },
      ]} />
    </div>
  )
}

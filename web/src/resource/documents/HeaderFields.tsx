import { DownOutlined } from '@ant-design/icons'
import { Button, Form } from 'antd'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DocTypeSpec, FieldSpec, HkDocument, Values } from '@/api'
import { StateTag } from '@/kit'
import { FieldInput } from '../fields/FieldInput'
import { FieldValue } from '../fields/FieldValue'
import { groupFields } from '../fields/values'
import { documentPath, stateLabel, useMeta } from '../meta'
import { brokenRule, ruledFields } from '../rules/rules'

interface HeaderFieldsProps {
  spec: DocTypeSpec
  values: Values
  document: HkDocument | null
  editable: boolean
  errors: Record<string, string[]>
  onChange: (values: Values) => void
  /** Records were taken with Enter. */
  onEntered: ((values: Values) => void) | undefined
}

/** The head of a document: labels above values, two to four columns. */
export function HeaderFields({ spec, values, document, editable, errors, onChange, onEntered }: HeaderFieldsProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const [unfolded, setUnfolded] = useState(false)
  const beside = { header: values, moment: { at: Date.now(), zone: meta.book.timezone } }
  const all = editable ? ruledFields(spec.header_fields, beside) : spec.header_fields
  const known = all.filter((field) => field.in_form !== false && (!field.readonly || Boolean(field.rules?.locked_when)))
  const folded = (field: FieldSpec) => field.group === SELDOM && !unfolded && !errors[field.name] && isUsual(values[field.name], field, meta.book.currency)
  const fields = known.filter((field) => !folded(field))
  if (!editable) return <HeaderFacts spec={spec} values={values} document={document} />
  return (
    <Form layout="vertical" className="hk-doc-form" component="div">
      {sectioned(fields).map(({ field, section }) => {
        const wrong = errors[field.name]?.join(' ') ?? brokenRule(field, beside) ?? ''
        return (
        <Fragment key={field.name}>
        {section ? <div className="hk-doc-full hk-doc-section">{section}</div> : null}
        <Form.Item label={field.type === 'boolean' ? ' ' : field.label} {...(field.help ? { tooltip: field.help } : {})} colon={false} required={field.required ?? false} htmlFor={`head-${field.name}`}
          className={field.type === 'json' ? 'hk-doc-full' : ['multiline', 'files'].includes(field.type) ? 'hk-doc-wide' : ''} validateStatus={wrong ? 'error' : ''} help={wrong || undefined}>
          <FieldInput id={`head-${field.name}`} field={field} value={values[field.name]} beside={{ ...values, type: spec.code }} onChange={(value) => onChange({ [field.name]: value })}
            onEntered={onEntered ? (value) => onEntered({ [field.name]: value }) : undefined} />
        </Form.Item>
        </Fragment>
        )
      })}
      {fields.length < known.length ? (
        <div className="hk-doc-more"><Button type="text" size="small" icon={<DownOutlined />} onClick={() => setUnfolded(true)} title={known.filter(folded).map((field) => field.label).join(' · ')}>{t('documents.moreFields')}</Button></div>
      ) : null}
    </Form>
  )
}

/** What few documents need stays folded while it says nothing but the usual. */
const SELDOM = 'more'
const isUsual = (value: unknown, field: FieldSpec, currency: string): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0) || (field.name === 'currency' && value === currency) || (field.name === 'rate' && Number(value) === 1)

/** Fields of named groups come after the others, each group under its name. */
function sectioned(fields: FieldSpec[]): { field: FieldSpec; section: string | null }[] {
  const plain = (field: FieldSpec) => !field.group || field.group === SELDOM
  const groups = groupFields(fields.filter((field) => !plain(field)))
  return [...fields.filter(plain).map((field) => ({ field, section: null })), ...groups.flatMap(([name, members]) => members.map((field, index) => ({ field, section: index === 0 ? name : null })))]
}

function HeaderFacts({ spec, values, document }: Pick<HeaderFieldsProps, 'spec' | 'values' | 'document'>) {
  const { t } = useTranslation()
  const meta = useMeta()
  const fields = spec.header_fields.filter((field) => field.in_form !== false && values[field.name] !== null && values[field.name] !== undefined && values[field.name] !== '' && !(field.name === 'currency' && values[field.name] === meta.book.currency))
  const axis = (name: 'execution' | 'settlement') => {
    const value = document?.[name]
    if (!value || value.toLowerCase() === 'none') return null
    const words = stateLabel(meta, name, value)
    return <StateTag value={value.toLowerCase()} label={words?.label} color={words?.color} />
  }
  const other = (document?.reverses ?? document?.reversed_by) as { id: string; number: string } | null | undefined
  const sources = new Map((document?.lines ?? []).flatMap((line) => (line.source ? [[line.source.document_id, line.source] as const] : [])))
  return (
    <dl className="hk-facts hk-panel hk-doc-facts">
      {sectioned(fields).map(({ field }) => (
        <div key={field.name} className={field.type === 'json' ? 'hk-doc-full' : ''}>
          <dt>{field.label}</dt>
          <dd><FieldValue field={field} value={values[field.name]} link /></dd>
        </div>
      ))}
      {sources.size > 0 ? (
        <div>
          <dt>{t('documents.source')}</dt>
          <dd>{[...sources.values()].slice(0, 4).map((source) => <Link key={source.document_id} to={documentPath('-', source.document_id)} style={{ marginRight: 8 }}>{source.number}</Link>)}</dd>
        </div>
      ) : null}
      {axis('execution') ? <div><dt>{t('documents.execution')}</dt><dd>{axis('execution')}</dd></div> : null}
      {document?.['cost_state'] === 'PROVISIONAL' ? (
        <div><dt>{t('documents.cost')}</dt><dd><StateTag value="provisional" label={t('documents.provisionalCost')} color="orange" /></dd></div>
      ) : null}
      {axis('settlement') ? <div><dt>{t('documents.settlement')}</dt><dd>{axis('settlement')}</dd></div> : null}
      {other ? (
        <div>
          <dt>{document?.reverses ? t('documents.reverses') : t('documents.reversedBy')}</dt>
          <dd><Link to={documentPath(spec.code, other.id)}>{other.number}</Link></dd>
        </div>
      ) : null}
    </dl>
  )
}

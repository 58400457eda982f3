import { PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Case, CaseKind, CaseResult } from '@/api/config'
import { EmptyState, Notice, StateTag } from '@/kit'
import { useMeta } from '@/resource/meta'

interface PackageCasesProps {
  cases: Case[]
  results: CaseResult[]
  onChange?: ((cases: Case[]) => Promise<void>) | undefined
}

/** What a package has to prove before it takes effect. */
export function PackageCases({ cases, results, onChange }: PackageCasesProps) {
  const { t } = useTranslation()
  const kinds = useKinds()
  const [open, setOpen] = useState<number | null>(null)
  const found = new Map(results.map((one) => [one.name, one]))
  return (
    <>
      <p className="hk-muted">{t('settings.cases.about')}</p>
      {cases.length === 0 ? <EmptyState title={t('settings.cases.none')} text={t('settings.cases.none.text')} /> : (
        <div className="hk-panel hk-scroll-x">
          <table className="hk-plain-table">
            <thead><tr><th>{t('settings.packages.name')}</th><th>{t('settings.cases.kind')}</th><th>{t('settings.cases.expect')}</th><th>{t('settings.cases.result')}</th><td /></tr></thead>
            <tbody>
              {cases.map((one, at) => {
                const result = found.get(one.name)
                return (
                  <tr key={at}>
                    <td>{one.name}</td>
                    <td style={{ whiteSpace: 'nowrap' }}>{kinds.find((kind) => kind.value === one.kind)?.label}</td>
                    <td>{one.formula ? <code>{one.formula}</code> : null} {one.expect || (one.kind === 'approver' ? t('settings.cases.nobody') : '')}</td>
                    <td>{result ? <><StateTag value={result.passed ? 'posted' : 'void'} color={result.passed ? 'green' : 'red'} label={result.passed ? t('settings.cases.passed') : t('settings.cases.failed')} /> <span className="hk-muted">{result.found}</span></> : null}</td>
                    <td style={{ whiteSpace: 'nowrap' }}>{onChange ? (
                      <>
                        <Button size="small" type="link" onClick={() => setOpen(at)}>{t('settings.packages.edit.piece')}</Button>
                        <Button size="small" type="link" danger onClick={() => void onChange(cases.filter((_, other) => other !== at))}>{t('resource.delete')}</Button>
                      </>
                    ) : null}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {onChange ? <Button icon={<PlusOutlined aria-hidden />} style={{ marginTop: 12 }} onClick={() => setOpen(cases.length)}>{t('settings.cases.new')}</Button> : null}
      {open !== null && onChange ? <CaseForm kept={cases[open]} onClose={() => setOpen(null)} onSave={async (one) => { await onChange([...cases.slice(0, open), one, ...cases.slice(open + 1)]); setOpen(null) }} /> : null}
    </>
  )
}

function useKinds(): { value: CaseKind; label: string }[] {
  const { t } = useTranslation()
  return [
    { value: 'approver', label: t('settings.cases.approver') }, { value: 'refused', label: t('settings.cases.refused') },
    { value: 'accepted', label: t('settings.cases.accepted') }, { value: 'formula', label: t('settings.cases.formula') },
  ]
}

interface Typed { name: string; kind: CaseKind; type: string; number: string; header: string; lines: string; formula: string; expect: string }

const asText = (value: unknown, otherwise: string): string => (value === undefined ? otherwise : JSON.stringify(value, null, 1))

function CaseForm({ kept, onClose, onSave }: { kept: Case | undefined; onClose: () => void; onSave: (one: Case) => Promise<void> }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const kinds = useKinds()
  const [form] = Form.useForm<Typed>()
  const [wrong, setWrong] = useState('')
  const kind = Form.useWatch('kind', form) ?? kept?.kind ?? 'formula'
  const given = kept?.document ?? {}
  const save = async (typed: Typed) => {
    try {
      const document = kind !== 'formula' && typed.number ? { number: typed.number } : { type: typed.type, header: JSON.parse(typed.header) as unknown, lines: JSON.parse(typed.lines) as unknown }
      await onSave({ name: typed.name, kind, document, expect: typed.expect ?? '', ...(kind === 'formula' ? { formula: typed.formula } : {}) })
    } catch (failure) {
      setWrong(failure instanceof SyntaxError ? t('settings.cases.notJson') : String(failure))
    }
  }
  const expects: Record<CaseKind, string> = { approver: t('settings.cases.expect.approver'), refused: t('settings.cases.expect.refused'), accepted: '', formula: t('settings.cases.expect.formula') }
  return (
    <Modal open title={t('settings.cases.one')} okText={t('resource.save')} cancelText={t('resource.cancel')} onOk={() => form.submit()} onCancel={onClose} width={640}>
      {wrong ? <Notice messages={[wrong]} /> : null}
      <Form form={form} layout="vertical" onFinish={(typed: Typed) => void save(typed)} initialValues={{
        name: kept?.name, kind: kept?.kind ?? 'formula', type: given['type'] ?? 'goods_receipt', number: given['number'] ?? '', header: asText(given['header'], '{}'), lines: asText(given['lines'], '[]'), formula: kept?.formula, expect: kept?.expect ?? '',
      }}>
        <Form.Item name="name" label={t('settings.packages.name')} rules={[{ required: true, whitespace: true }]}><Input autoFocus autoComplete="off" /></Form.Item>
        <Form.Item name="kind" label={t('settings.cases.kind')}><Select options={kinds} /></Form.Item>
        {kind === 'formula' ? <Form.Item name="formula" label={t('settings.cases.formula')} rules={[{ required: true, whitespace: true }]}><Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} /></Form.Item> : (
          <Form.Item name="number" label={t('settings.cases.number')} extra={t('settings.cases.number.help')}><Input autoComplete="off" /></Form.Item>
        )}
        <Form.Item name="type" label={t('settings.cases.type')}><Select showSearch={{ optionFilterProp: 'label' }} options={meta.document_types.map((one) => ({ value: one.code, label: one.label }))} /></Form.Item>
        <Form.Item name="header" label={t('settings.cases.header')} extra={t('settings.cases.given.help')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} spellCheck={false} /></Form.Item>
        <Form.Item name="lines" label={t('settings.cases.lines')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} spellCheck={false} /></Form.Item>
        {kind === 'accepted' ? null : <Form.Item name="expect" label={t('settings.cases.expect')} extra={expects[kind]}><Input autoComplete="off" /></Form.Item>}
      </Form>
    </Modal>
  )
}

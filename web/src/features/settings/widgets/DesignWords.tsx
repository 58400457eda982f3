import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, OwnChoice, OwnField, Values } from '@/api'
import { DocumentTypeInput } from '@/resource/fields/DocumentTypeInput'
import { FieldInput } from '@/resource/fields/FieldInput'
import { wireValue } from '@/resource/fields/values'
import { ChildTable } from '@/resource/form/ChildTable'
import { choosing, pathsOf } from '../designer/paths'
import { may, move, sectionOf, setDelta, setOwn, wordOf } from '../designer/model'
import type { Word } from '../designer/model'
import { defaultOf } from '../designer/preview'
import { DesignFill } from './DesignFill'
import { DesignLine } from './DesignLine'
import { DesignMore } from './DesignMore'
import { DesignOptions } from './DesignOptions'
import type { PanelProps } from './DesignPanel'

const REFERENCES = ['reference', 'references', 'json', 'image', 'files']

/** Names, help, group, options and the default of a field. */
export function DesignWords({ answer, field, designer, problems, spec, onRenamed }: PanelProps & { spec: FieldSpec; onRenamed: (code: string) => void }) {
  const { t, i18n } = useTranslation()
  const { target } = answer
  const { own } = field
  const sheet = designer.design[target]
  const setWord = (word: Word, value: string) => designer.change(target, (now) => (own ? setOwn(now, field.name, { [word]: value }) : setDelta(now, field.name, word, value || undefined)), `${field.name} ${word}`)
  const set = (values: Partial<OwnField>) => designer.change(target, (now) => setOwn(now, field.name, values), `${field.name} ${Object.keys(values).join()}`)
  /** A code always begins with x_. */
  const recode = (typed: string) => {
    const code = `x_${typed.toLowerCase().replace(/^(x_|x$)/, '')}`
    set({ code })
    onRenamed(code)
  }
  const word = (key: Word, label: string) => (
    <DesignLine key={key} label={label} id={`design-${key}`} problem={problems[key]}>
      <Input id={`design-${key}`} value={wordOf(field, key)} maxLength={key.startsWith('label') ? 60 : 300} onChange={(event) => setWord(key, event.target.value)} />
    </DesignLine>
  )
  const groups: Record<string, string> = { '': t('design.group.first'), basic: t('resource.group.basic'), units: t('resource.group.units'), stock: t('resource.group.stock'), more: t('resource.group.more') }
  return (
    <>
      {word('label', t('design.label'))}
      {own && !own.id ? (
        <DesignLine label={t('design.code')} id="design-code" problem={problems['code']} note={t('design.code.note')}>
          <Input id="design-code" value={own.code} maxLength={40} onChange={(event) => recode(event.target.value)} />
        </DesignLine>
      ) : null}
      {word('help', t('design.help'))}
      {sheet && !sheet.flat ? (
        <DesignLine label={t('design.group')} id="design-group" problem={problems['group']}>
          <Select id="design-group" value={sectionOf(sheet, field.name)} options={sheet.sections.map((section) => ({ value: section.name, label: groups[section.name] ?? section.name }))}
            onChange={(group) => designer.change(target, (now) => move(now, field.name, group, Infinity))} />
        </DesignLine>
      ) : null}
      {own?.kind === 'document' ? (
        <DesignLine label={t('design.refersTo')} id="design-refers_to" problem={problems['refers_to']}>
          <DocumentTypeInput id="design-refers_to" label={t('design.refersTo')} value={own.refers_to} disabled={own.id !== undefined} onChange={(type) => set({ refers_to: type ?? '' })} />
        </DesignLine>
      ) : null}
      {own && ['enum', 'choices'].includes(spec.type) ? (
        <DesignLine label={t('design.choices')} id="design-choices" problem={problems['choices']}>
          <ChildTable disabled={false} value={own.choices as unknown as Values[]} onChange={(rows) => set({ choices: rows as unknown as OwnChoice[] })}
            spec={{ name: 'choices', label: t('design.choice'), fields: [{ name: 'label', label: t('design.choice'), type: 'text', required: true }, { name: 'label_en', label: t('design.choice.en'), type: 'text' }] }} />
        </DesignLine>
      ) : null}
      {own && !REFERENCES.includes(spec.type) ? (
        <DesignLine label={t('design.default')} id="design-default" problem={problems['default']}>
          <Input id="design-default" value={own.default} maxLength={400} onChange={(event) => set({ default: event.target.value })} />
        </DesignLine>
      ) : !own && may(field, 'default') && !REFERENCES.includes(spec.type) ? (
        <DesignLine label={t('design.default')} id="design-default" problem={problems['default']}>
          <FieldInput id="design-default" field={{ ...spec, required: false, readonly: false }} value={defaultOf(field)} onChange={(value) => designer.change(target, (now) => setDelta(now, field.name, 'default', wireValue(spec, value) || null), `${field.name} default`)} />
        </DesignLine>
      ) : null}
      {own && answer.formulas && !REFERENCES.includes(spec.type) ? (
        <DesignLine label={t('design.defaultFormula')} id="design-default_formula" problem={problems['default_formula']} note={t('design.defaultFormula.note')}>
          <Input.TextArea id="design-default_formula" autoSize={{ minRows: 1, maxRows: 5 }} value={own.default_formula} onChange={(event) => set({ default_formula: event.target.value })} />
        </DesignLine>
      ) : null}
      <DesignMore open={['label_en', 'help_en', 'fill', 'options_by'].some((what) => problems[what] !== undefined) || Boolean(own?.fill) || Boolean(own?.options_by)}>
        {word('label_en', t('design.label.en'))}
        {word('help_en', t('design.help.en'))}
        {own && ['enum', 'choices'].includes(spec.type) && sheet ? <DesignOptions own={own} others={choosing(sheet, own)} problem={problems['options_by']} onChange={set} /> : null}
        {own && spec.type !== 'files' ? <DesignFill paths={pathsOf(designer.design, target, i18n.language.startsWith('en'))} fill={own.fill} problem={problems['fill']} onChange={(fill) => set({ fill })} /> : null}
      </DesignMore>
    </>
  )
}

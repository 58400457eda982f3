import { acceptCompletion, autocompletion, completionKeymap, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder as shownWhenEmpty } from '@codemirror/view'
import { Select } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { chips, underline } from './decorations'
import { allWords, suggest, type Suggestion, type Words } from './words'
import './formula.css'

interface FormulaEditorProps {
  value: string
  onChange: (value: string) => void
  words: Words
  /** Where the text cannot be read (the first character is 1). */
  problemAt?: number | null
  id?: string
  label: string
  placeholder?: string
  disabled?: boolean
}

const NO_WORDS: Words = { fields: [], functions: [] }

function write(view: EditorView, word: Suggestion, from: number, to: number): void {
  view.dispatch({ changes: { from, to, insert: word.text }, selection: { anchor: from + word.text.length - word.back }, userEvent: 'input.complete' })
}

function completion(words: () => Words) {
  return (context: CompletionContext): CompletionResult | null => {
    const found = suggest(context.state.doc.toString(), context.pos, words())
    if (!found) return null
    return {
      from: found.from,
      filter: false,
      options: found.options.map((word) => ({
        label: word.label, detail: word.detail, type: word.kind === 'field' ? 'variable' : 'function', ...(word.info ? { info: word.info } : {}),
        apply: (view: EditorView, _: unknown, from: number, to: number) => write(view, word, from, to),
      })),
    }
  }
}

const frozen = (disabled: boolean): Extension => [EditorState.readOnly.of(disabled), EditorView.editable.of(!disabled)]

/** A formula as people write it: fields are chips with their labels, words are completed, the place that cannot be read is marked. */
export function FormulaEditor({ value, onChange, words, problemAt = null, id, label, placeholder = '', disabled = false }: FormulaEditorProps) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const told = useRef({ words: NO_WORDS, onChange })
  const parts = useRef({ chips: new Compartment(), mark: new Compartment(), frozen: new Compartment() })
  useEffect(() => { told.current = { words, onChange } })

  useEffect(() => {
    const own = parts.current
    const made = new EditorView({
      parent: place.current as HTMLDivElement,
      state: EditorState.create({
        doc: value,
        extensions: [
          history(),
          Prec.highest(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, ...(id ? { id } : {}) }),
          shownWhenEmpty(placeholder),
          autocompletion({ override: [completion(() => told.current.words)], icons: false }),
          own.chips.of(chips(words.fields)),
          own.mark.of(underline(null)),
          own.frozen.of(frozen(disabled)),
          EditorView.updateListener.of((update) => { if (update.docChanged) told.current.onChange(update.state.doc.toString()) }),
        ],
      }),
    })
    view.current = made
    return () => { made.destroy(); view.current = null }
    // The editor is made once; what changes later is handed over below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  useEffect(() => {
    const shown = view.current
    if (shown && shown.state.doc.toString() !== value) shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: value } })
  }, [value])
  useEffect(() => { view.current?.dispatch({ effects: parts.current.chips.reconfigure(chips(words.fields)) }) }, [words.fields])
  useEffect(() => { view.current?.dispatch({ effects: parts.current.mark.reconfigure(underline(problemAt)) }) }, [problemAt])
  useEffect(() => { view.current?.dispatch({ effects: parts.current.frozen.reconfigure(frozen(disabled)) }) }, [disabled])

  const insert = (word: Suggestion | undefined) => {
    const shown = view.current
    if (!shown || !word) return
    const { from, to } = shown.state.selection.main
    write(shown, word, from, to)
    shown.focus()
  }
  const offered = allWords(words)
  const menu = (kind: Suggestion['kind'], hint: string) => (
    <Select size="small" value={null} placeholder={hint} aria-label={hint} disabled={disabled} popupMatchSelectWidth={false} style={{ width: 150 }}
      showSearch={{ filterOption: (typed, option) => String(option?.search ?? '').toLowerCase().includes(typed.toLowerCase()) }}
      options={offered.filter((word) => word.kind === kind).map((word) => ({ value: word.text, label: `${word.label} ${word.detail}`, title: word.info, search: `${word.label} ${word.detail}` }))}
      onSelect={(text: string | null) => insert(offered.find((word) => word.text === text))} />
  )
  return (
    <div className="hk-formula" data-disabled={disabled}>
      <div ref={place} />
      <div className="hk-formula-tools">{menu('field', t('kit.formula.field'))}{menu('function', t('kit.formula.function'))}</div>
    </div>
  )
}

import type { EditorState, Extension } from '@codemirror/state'
import { StateField } from '@codemirror/state'
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view'
import { chipsOf, type FieldWord } from './words'

class ChipWidget extends WidgetType {
  constructor(readonly label: string, readonly path: string) {
    super()
  }

  override eq(other: ChipWidget): boolean {
    return other.label === this.label && other.path === this.path
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement('span')
    chip.className = 'hk-formula-chip'
    chip.textContent = this.label
    chip.title = this.path
    return chip
  }

  override ignoreEvent(): boolean {
    return false
  }
}

const unknown = Decoration.mark({ class: 'hk-formula-unknown' })

/** Known fields are shown as chips, which the cursor passes in one step; unknown ones are marked. */
export function chips(fields: FieldWord[]): Extension {
  const drawn = (state: EditorState): DecorationSet => {
    const text = state.doc.toString()
    return Decoration.set(chipsOf(text, fields).map(({ from, to, label }) =>
      (label === null ? unknown : Decoration.replace({ widget: new ChipWidget(label, text.slice(from + 1, to - 1)) })).range(from, to)))
  }
  return StateField.define<DecorationSet>({
    create: drawn,
    update: (shown, change) => (change.docChanged ? drawn(change.state) : shown),
    provide: (field) => [EditorView.decorations.from(field), EditorView.atomicRanges.of((view) => view.state.field(field))],
  })
}

/** The rest of the text from where it cannot be read; at its end, the last character. */
export function underline(place: number | null): Extension {
  return EditorView.decorations.compute(['doc'], (state) => {
    if (place === null || state.doc.length === 0) return Decoration.none
    const from = Math.max(0, Math.min(place - 1, state.doc.length - 1))
    return Decoration.set([Decoration.mark({ class: 'hk-formula-problem' }).range(from, state.doc.length)])
  })
}

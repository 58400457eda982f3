import { Input, Modal } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useRegistry } from './CommandProvider'
import { rankCommands, shortcutText } from './commands'
import type { Command } from './commands'
import './palette.css'

interface PaletteProps {
  open: boolean
  onClose: () => void
  /** Looks further than the commands on screen: documents, items, partners. */
  search: (text: string, signal: AbortSignal) => Promise<Command[]>
}

/** Ctrl-K: every page, every action on the record at hand, and a jump to anything by number, code or pinyin. */
export function Palette({ open, onClose, search }: PaletteProps) {
  const { t } = useTranslation()
  const registry = useRegistry()
  const [text, setText] = useState('')
  const [found, setFound] = useState<Command[]>([])
  const [active, setActive] = useState(0)
  const list = useRef<HTMLUListElement>(null)

  useEffect(() => {
    if (open) setText('')
  }, [open])

  useEffect(() => {
    setActive(0)
    const wanted = text.trim()
    if (!open || wanted === '') {
      setFound([])
      return
    }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      search(wanted, stop.signal).then(setFound, () => setFound([]))
    }, 150)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [text, open, search])

  const commands = useMemo(
    () => (open ? [...rankCommands(registry.read(), text).slice(0, text ? 12 : 40), ...found] : []),
    [open, registry, text, found],
  )

  const run = (command: Command | undefined) => {
    if (!command || command.disabled) return
    onClose()
    command.perform()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      const next = Math.min(Math.max(active + step, 0), Math.max(commands.length - 1, 0))
      setActive(next)
      list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      run(commands[active])
    }
  }

  return (
    <Modal open={open} onCancel={onClose} footer={null} closable={false} width={640} className="hk-palette" destroyOnHidden
      title={<span className="hk-sr">{t('kit.palette')}</span>}>
      <Input autoFocus size="large" variant="borderless" value={text} placeholder={t('kit.palette.hint')}
        aria-label={t('kit.palette.hint')} role="combobox" aria-expanded aria-controls="hk-palette-list"
        aria-activedescendant={commands[active] ? `hk-palette-${active}` : undefined}
        onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
      <ul ref={list} id="hk-palette-list" role="listbox" aria-label={t('kit.palette')}>
        {commands.map((command, index) => (
          <li key={`${command.key}-${index}`} id={`hk-palette-${index}`} role="option" aria-selected={index === active}
            aria-disabled={command.disabled || undefined} onMouseEnter={() => setActive(index)} onClick={() => run(command)}>
            <span className="hk-grow hk-ellipsis">
              {command.label}
              {command.reason ? <span className="hk-faint"> · {command.reason}</span> : null}
            </span>
            {command.group ? <span className="hk-faint">{command.group}</span> : null}
            {command.shortcut ? <kbd className="hk-key">{shortcutText(command.shortcut)}</kbd> : null}
          </li>
        ))}
      </ul>
      {commands.length === 0 ? <p className="hk-muted hk-palette-none">{t('kit.palette.none')}</p> : null}
    </Modal>
  )
}

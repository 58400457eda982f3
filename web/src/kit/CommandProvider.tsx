import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { matchesShortcut } from './commands'
import type { Command } from './commands'

interface Registry {
  publish: (owner: symbol, commands: Command[]) => void
  withdraw: (owner: symbol) => void
  read: () => Command[]
}

const RegistryContext = createContext<Registry | null>(null)

export function useRegistry(): Registry {
  const registry = useContext(RegistryContext)
  if (!registry) throw new Error('CommandProvider is missing')
  return registry
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** Holds the commands of whatever is on screen and answers their keys. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const [owners] = useState(() => new Map<symbol, Command[]>())

  const registry = useMemo<Registry>(
    () => ({
      publish: (owner, commands) => void owners.set(owner, commands),
      withdraw: (owner) => void owners.delete(owner),
      read: () => [...owners.values()].reverse().flat(),
    }),
    [owners],
  )

  const onKey = useCallback(
    (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      for (const command of registry.read()) {
        if (!command.shortcut || command.disabled || !matchesShortcut(command.shortcut, event)) continue
        const plain = !command.shortcut.includes('+')
        if (plain && isTyping(event.target)) continue
        event.preventDefault()
        command.perform()
        return
      }
    },
    [registry],
  )

  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onKey])

  return <RegistryContext.Provider value={registry}>{children}</RegistryContext.Provider>
}

/** Offer these commands while the component is on screen. */
export function useCommands(commands: Command[]): void {
  const registry = useRegistry()
  const owner = useRef<symbol>(Symbol('commands'))
  useEffect(() => {
    registry.publish(owner.current, commands)
  })
  useEffect(() => {
    const mine = owner.current
    return () => registry.withdraw(mine)
  }, [registry])
}

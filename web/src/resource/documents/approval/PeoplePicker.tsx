import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { approvalsApi } from '@/api'
import type { Person } from '@/api'

interface PeoplePickerProps {
  id?: string
  label: string
  value: Person[]
  onChange: (people: Person[]) => void
  most?: number
  autoFocus?: boolean
}

/** Finds colleagues by name. */
export function PeoplePicker({ id, label, value, onChange, most, autoFocus }: PeoplePickerProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed.trim()), 150)
    return () => clearTimeout(timer)
  }, [typed])
  const found = useQuery({ queryKey: ['approval-people', settled], queryFn: ({ signal }) => approvalsApi.people(settled, signal), staleTime: 60_000, placeholderData: (previous) => previous })
  const offered: (Person & { department?: string | null })[] = found.data ?? []
  const known: (Person & { department?: string | null })[] = [...value.filter((one) => !offered.some((other) => other.id === one.id)), ...offered]
  return (
    <Select<string[]> mode="multiple" {...(id ? { id } : {})} value={value.map((one) => one.id)} aria-label={label} placeholder={t('approval.people')} style={{ width: '100%' }} autoFocus={autoFocus ?? false}
      showSearch={{ filterOption: false, onSearch: setTyped }} {...(most ? { maxCount: most } : {})} loading={found.isFetching} notFoundContent={found.isError ? t('approval.people.failed') : t('approval.people.none')}
      options={known.map((one) => ({ value: one.id, label: one.department ? `${one.name} · ${one.department}` : one.name }))}
      onChange={(ids) => onChange(ids.map((chosen) => known.find((one) => one.id === chosen) ?? { id: chosen, name: chosen }))} />
  )
}

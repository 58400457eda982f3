import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { studioApi } from '@/api'
import type { Dataset, StudioClause, StudioQuestion } from '@/api/studio'
import { clausesFor, datasetOf } from './board'
import type { GroupWords, Narrowing, Widget } from './board'

const LONG = 300_000

export const useCatalogue = () => useQuery({ queryKey: ['studio', 'catalogue'], queryFn: studioApi.catalogue, staleTime: LONG })

export const useDataset = (name: string) =>
  useQuery({ queryKey: ['studio', 'dataset', name], queryFn: () => studioApi.dataset(name), staleTime: LONG, enabled: name !== '', retry: false })

/** The descriptions of every dataset a board asks, by name; one the reader may not see is missing. */
export function useDatasets(names: string[]): Record<string, Dataset> {
  const wanted = [...new Set(names.filter(Boolean))].sort()
  const found = useQueries({ queries: wanted.map((name) => ({ queryKey: ['studio', 'dataset', name], queryFn: () => studioApi.dataset(name), staleTime: LONG, retry: false })) })
  const known = found.map((one) => one.data).filter((one) => one !== undefined)
  return Object.fromEntries(known.map((one) => [one.name, one]))
}

export const useAnswer = (question: StudioQuestion | null, refetch: number | false) =>
  useQuery({ queryKey: ['studio', 'ask', question], queryFn: () => studioApi.ask(question as StudioQuestion), enabled: question !== null, refetchInterval: refetch, retry: false, placeholderData: (before) => before })

/** A widget's question with what filter widgets and clicks narrow it by. */
export const narrowed = (question: StudioQuestion, dataset: Dataset | undefined, narrowings: Narrowing[], widget: string): StudioQuestion =>
  ({ ...question, filters: [...question.filters, ...clausesFor(dataset, narrowings, widget)] })

export const ownFilters = (widget: Widget): StudioClause[] => widget.question?.filters ?? widget.filters ?? []
export const namesOf = (widgets: Widget[]): string[] => widgets.map(datasetOf)

export function useGroupWords(): GroupWords {
  const { t } = useTranslation()
  return useMemo(() => ({
    empty: t('studio.empty'), yes: t('resource.yes'), no: t('resource.no'),
    quarter: (year: string, quarter: number) => t('studio.quarter', { year, quarter }),
  }), [t])
}

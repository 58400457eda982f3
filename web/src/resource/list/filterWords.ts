import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { resourcesApi } from '@/api'
import type { FieldSpec, FilterClause, FilterOp } from '@/api'
import { referenceText } from '@/kit'
import { axisOf, stateLabel, useMeta } from '../meta'

/** What a comparison is called. */
export function useOpLabel(): (op: FilterOp) => string {
  const { t } = useTranslation()
  const words: Record<FilterOp, string> = {
    eq: t('resource.op.eq'), ne: t('resource.op.ne'), lt: t('resource.op.lt'), lte: t('resource.op.lte'),
    gt: t('resource.op.gt'), gte: t('resource.op.gte'), in: t('resource.op.in'), contains: t('resource.op.contains'),
    between: t('resource.op.between'), isnull: t('resource.op.isnull'),
  }
  return (op) => words[op]
}

/** A filter in words. The name behind a reference's id is asked for once. */
export function useClauseText(field: FieldSpec | undefined, [name, op, value]: FilterClause): string {
  const { t } = useTranslation()
  const meta = useMeta()
  const opLabel = useOpLabel()
  const isReference = field?.type === 'reference' && typeof value === 'string' && op !== 'isnull'
  const path = meta.resources.find((spec) => spec.name === field?.ref)?.path
  const record = useQuery({
    queryKey: ['record', path, value],
    queryFn: () => resourcesApi.read(path ?? '', String(value)),
    enabled: isReference && path !== undefined,
    staleTime: 300_000,
    retry: false,
  })
  const one = (entry: string): string => {
    if (isReference) return record.data ? referenceText(record.data) : entry
    return field?.choices?.find((choice) => choice.value === entry)?.label ?? (field ? stateLabel(meta, axisOf(field.name), entry)?.label : undefined) ?? entry
  }
  const label = field?.label ?? name
  if (op === 'isnull') return `${label} ${value === false ? t('resource.op.notNull') : opLabel(op)}`
  if (typeof value === 'boolean') return `${label}: ${value ? t('resource.yes') : t('resource.no')}`
  if (op === 'between' && Array.isArray(value)) return `${label} ${value.join(' – ')}`
  const shown = Array.isArray(value) ? value.map(one).join(', ') : one(value)
  return op === 'eq' || op === 'in' ? `${label}: ${shown}` : `${label} ${opLabel(op)} ${shown}`
}

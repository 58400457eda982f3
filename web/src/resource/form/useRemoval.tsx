import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { isApiError, resourcesApi } from '@/api'
import type { RecordRow, ResourceSpec } from '@/api'
import { useErrorText } from '@/kit'
import { can, useMeta } from '../meta'
import { USED, archiveOf } from './archive'
import { LinkedText } from './LinkedText'
import { nameOf } from './names'

/** Delete a record. What is still used stays: the refusal says by whom, leads there, and putting it away is offered instead. */
export function useRemoval(spec: ResourceSpec) {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const queries = useQueryClient()
  const { message, modal } = App.useApp()

  const archive = async (record: RecordRow): Promise<void> => {
    const change = archiveOf(spec, record)
    if (!change) return
    try {
      const saved = await resourcesApi.update(spec.path, record.id, { ...change, rev: record.rev })
      queries.setQueryData(['record', spec.path, record.id], saved)
      void queries.invalidateQueries({ queryKey: ['list', spec.path] })
      void message.success(t('resource.archived', { name: nameOf(spec, record) }))
    } catch (failure) {
      tell(failure, record)
    }
  }
  const tell = (failure: unknown, record: RecordRow): void => {
    const offer = isApiError(failure) && (USED.has(failure.code) || failure.items.some((item) => USED.has(item.code)))
      && archiveOf(spec, record) !== null && can(meta, spec.name, 'update')
    const shown = modal.confirm({
      type: 'warning',
      title: t('resource.delete.refused'),
      content: <LinkedText text={say(failure)} onLeave={() => shown.destroy()} />,
      okText: offer ? t('resource.archive') : t('resource.close'),
      cancelText: t('resource.cancel'),
      ...(offer ? {} : { cancelButtonProps: { style: { display: 'none' } } }),
      onOk: () => (offer ? archive(record) : undefined),
    })
  }

  /** True when it is gone. */
  const remove = async (record: RecordRow): Promise<boolean> => {
    try {
      await resourcesApi.remove(spec.path, record.id)
      void queries.invalidateQueries({ queryKey: ['list', spec.path] })
      void message.success(t('resource.deleted', { name: nameOf(spec, record) }))
      return true
    } catch (failure) {
      tell(failure, record)
      return false
    }
  }
  return remove
}

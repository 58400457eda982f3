import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { EmptyState } from '@/kit'

/** A page the viewer may not use: says so before anything is typed, and who can change it. */
export function NoRight({ title }: { title?: string | undefined }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <EmptyState title={title ? t('resource.noRight.of', { title }) : t('resource.noRight')} text={t('resource.noRight.text')}>
      <Button onClick={() => void navigate('/')}>{t('resource.noRight.home')}</Button>
    </EmptyState>
  )
}

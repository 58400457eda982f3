import { useTranslation } from 'react-i18next'
import { Page } from '@/kit'
import { Sessions } from '../widgets/Sessions'

/** One's own devices. */
export function SessionsPage() {
  const { t } = useTranslation()
  return <Page title={t('settings.sessions')}><Sessions /></Page>
}

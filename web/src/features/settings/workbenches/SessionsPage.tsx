import { useTranslation } from 'react-i18next'
import { Page } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { AllowedAddresses } from '../widgets/AllowedAddresses'
import { Links } from '../widgets/Links'
import { Passkeys } from '../widgets/Passkeys'
import { Sessions } from '../widgets/Sessions'
import { TwoStep } from '../widgets/TwoStep'

/** One's own second step and devices; for administrators, from where people may sign in. */
export function SessionsPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  return (
    <Page title={t('settings.sessions')}>
      <TwoStep />
      <Passkeys />
      <Links />
      {can(meta, 'system', 'view') ? <AllowedAddresses disabled={!can(meta, 'system', 'update')} /> : null}
      <Sessions />
    </Page>
  )
}

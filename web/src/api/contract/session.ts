/** Who is there, and the set-up. */
import type { FieldSpec } from './meta'
import type { Id } from './values'

export interface Session {
  authenticated: boolean
  setup_required: boolean
  csrf_token?: string
  user?: { id: Id; name: string; username: string; must_change_password?: boolean; must_set_second_factor?: boolean } | null
}

export interface SetupInfo {
  required: boolean
  questions: FieldSpec[]
}

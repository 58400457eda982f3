import { get, post, put, request } from './http'
import type { Id } from './contract'
import type { components } from './schema'

export type SecondFactorState = components['schemas']['SecondFactorState']
export type Secret = components['schemas']['SecretOut']
export type AllowedAddresses = components['schemas']['AllowedAddresses']

const own = '/session/second-factor'

export const secondFactor = (): Promise<SecondFactorState> => get(own)
export const beginSecondFactor = (password: string): Promise<Secret> => post(own, { password })
export const confirmSecondFactor = (code: string): Promise<components['schemas']['RecoveryCodes']> => post(`${own}/confirm`, { code })
export const endSecondFactor = (password: string): Promise<void> => post(`${own}/off`, { password })
export const resetSecondFactor = (user: Id): Promise<void> => request('DELETE', `/users/${user}/second-factor`)
export const allowedAddresses = (): Promise<AllowedAddresses> => get('/system/sign-in-addresses')
export const setAllowedAddresses = (addresses: string[]): Promise<AllowedAddresses> => put('/system/sign-in-addresses', { addresses })

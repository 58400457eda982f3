/** What the server refuses, and why. */
import type { Values } from './values'

export interface ProblemItem {
  loc: (string | number)[]
  code: string
  message: string
  params?: Values
}

export interface Problem {
  type?: string
  code: string
  title: string
  detail?: string
  errors?: ProblemItem[]
  params?: Values
}

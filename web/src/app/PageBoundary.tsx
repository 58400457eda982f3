import { Component } from 'react'
import type { ReactNode } from 'react'
import { ErrorState } from '@/kit'

interface PageBoundaryProps {
  /** Going somewhere else gives the next page a clean start. */
  place: string
  children: ReactNode
}

interface Failure {
  error: unknown
  place: string
}

/** A page that broke: the rest of the product goes on. */
export class PageBoundary extends Component<PageBoundaryProps, { failure: Failure | null }> {
  override state: { failure: Failure | null } = { failure: null }

  override componentDidCatch(error: unknown): void {
    this.setState({ failure: { error, place: this.props.place } })
  }

  static getDerivedStateFromError(error: unknown): { failure: Failure } {
    return { failure: { error, place: '' } }
  }

  override componentDidUpdate(before: PageBoundaryProps): void {
    if (this.state.failure && before.place !== this.props.place) this.setState({ failure: null })
  }

  override render(): ReactNode {
    if (this.state.failure) return <ErrorState error={this.state.failure.error} onRetry={() => window.location.reload()} />
    return this.props.children
  }
}

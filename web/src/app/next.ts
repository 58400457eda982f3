/** Only addresses of this product are followed after sign-in. */
export function safeNext(next: string | null): string {
  return next && next.startsWith('/') && !/^\/[/\\]/.test(next) && !next.startsWith('/login') ? next : '/'
}

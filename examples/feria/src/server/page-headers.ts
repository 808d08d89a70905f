/** What every response is sent with. */
export const pageHeaders: Readonly<Record<string, string>> = {
  // Pico draws its icons from data: URLs.
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  // Other sites learn nothing. With no-referrer our own forms would be sent with `Origin: null`.
  'Referrer-Policy': 'same-origin',
  // The way back to a page shows what is true now.
  'Cache-Control': 'no-store',
}

import type { MercadoPagoOAuthError } from 'mercadopago-oauth'

/** Who is signed in, as the session keeps it. */
export interface User {
  id: string
  name: string
  email?: string | undefined
}

/** What every response says: nobody may frame a page, keep it, or load anything into it from elsewhere. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

export function homePage(user: User | undefined, server: string): string {
  if (user === undefined) {
    return page(`
      <h1>Welcome to Feria</h1>
      <p><a class="button" href="/wso2/sign-in" data-testid="sign-in">Sign in with WSO2</a></p>
      <p><small>${escaped(server)}</small></p>`)
  }
  return page(`
      <h1>Hello, <span data-testid="name">${escaped(user.name)}</span></h1>
      <dl>
        <dt>Subject</dt><dd data-testid="subject">${escaped(user.id)}</dd>
        ${user.email ? `<dt>Email</dt><dd data-testid="email">${escaped(user.email)}</dd>` : ''}
      </dl>
      <form method="post" action="/sign-out">
        <button class="button" data-testid="sign-out">Sign out</button>
      </form>`)
}

export function deniedPage(): string {
  return failurePage('You did not allow access', 'access_denied', 'Nobody was signed in.')
}

/** The message is a constant sentence of the library's: nothing from outside is in it. */
export function errorPage({ code, message }: MercadoPagoOAuthError): string {
  return failurePage('You are not signed in', code, message)
}

export function brokenPage(title: string, code: string): string {
  return failurePage(title, code, 'Please start again.')
}

function failurePage(title: string, code: string, text: string): string {
  return page(`
      <h1 data-testid="error">${title}</h1>
      <p>${escaped(text)}</p>
      <p><a class="button" href="/wso2/sign-in" data-testid="try-again">Try again</a></p>
      <p><small data-testid="error-code">${escaped(code)}</small></p>`)
}

function page(content: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Feria</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/feria.css">
  </head>
  <body>
    <main>${content}
    </main>
  </body>
</html>
`
}

/** What a server says of its users is text, never markup. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

export const stylesheet = `
:root { color-scheme: light dark; font-family: system-ui, 'Segoe UI', Roboto, sans-serif; line-height: 1.5; }
body { margin: 0; background: light-dark(#f1f3f6, #0e1117); }
main { max-width: 28rem; margin: 12vh auto 2rem; padding: 2rem; border-radius: 0.75rem; background: light-dark(#fff, #1a1f29); }
h1 { margin-top: 0; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
dt, small { color: light-dark(#5b6472, #9aa4b2); font-size: 0.875rem; overflow-wrap: anywhere; }
dd { margin: 0 0 0.5rem; overflow-wrap: anywhere; }
.button { display: inline-block; padding: 0.625rem 1.25rem; border: 0; border-radius: 0.5rem; background: #0b62d6; color: #fff; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
.button:focus-visible { outline: 3px solid #7db3ff; outline-offset: 2px; }
`

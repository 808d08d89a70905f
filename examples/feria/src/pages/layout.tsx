import type { ComponentChildren, VNode } from 'preact'
import type { Site } from '../site.ts'

interface LayoutProps {
  site: Site
  title: string
  children: ComponentChildren
}

/** What every page shares. */
export function Layout({ site, title, children }: LayoutProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/feria.css" />
      </head>
      <body>
        <header class="awning">
          <a class="brand" href="/">
            Feria
          </a>
        </header>
        <main class="container">{children}</main>
        <footer class="container">
          {site.sandboxUrl ? (
            <>
              This runs against a <a href={site.sandboxUrl}>sandbox on this machine</a>: made-up
              sellers, no real money.
            </>
          ) : (
            'This runs against the real Mercado Pago.'
          )}
        </footer>
      </body>
    </html>
  )
}

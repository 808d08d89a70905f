import type { ComponentChildren, VNode } from 'preact'
import { languages, wordsIn } from '../words/languages.ts'
import type { View } from './view.ts'

interface LayoutProps {
  view: View
  title: string
  /** Where the parts of this page are sent anew while it is open. */
  live?: string
  /** For a page whose address no form may be sent from. */
  isWithoutForms?: boolean
  children: ComponentChildren
}

/** What every page shares. */
export function Layout(props: LayoutProps): VNode {
  const { view, title, live, isWithoutForms = false, children } = props
  return (
    <html lang={view.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/feria.css" />
        <script src="/feria.js" defer />
      </head>
      <body>
        <header class="awning">
          <div class="bar">
            <a class="brand" href="/">
              Feria
            </a>
            {view.user !== undefined && (
              <ShopOwnerBar view={view} isWithoutForms={isWithoutForms} />
            )}
          </div>
        </header>
        <main class="container" {...(live !== undefined && { 'data-live': live })}>
          {children}
        </main>
        <Footer view={view} />
      </body>
    </html>
  )
}

function ShopOwnerBar({ view, isWithoutForms }: { view: View; isWithoutForms: boolean }): VNode {
  return (
    <div class="owner">
      <span data-testid="shop">{view.user?.shop}</span>
      {isWithoutForms ? (
        <a href="/sign-out" data-testid="sign-out">
          {view.words.layout.signOut}
        </a>
      ) : (
        <form method="post" action="/sign-out">
          <button type="submit" class="link" data-testid="sign-out">
            {view.words.layout.signOut}
          </button>
        </form>
      )}
    </div>
  )
}

function Footer({ view }: { view: View }): VNode {
  const { layout } = view.words
  const { sandboxUrl } = view.site
  return (
    <footer class="container">
      <p class="footnote">
        {sandboxUrl === undefined ? (
          layout.real
        ) : (
          <>
            {layout.sandbox}{' '}
            <a href={`${sandboxUrl}/sandbox`} data-testid="control-room">
              {layout.controlRoom}
            </a>
            {' · '}
            <a
              href={`${sandboxUrl}/sandbox/attempts/newest?lang=${view.language}`}
              data-testid="last-attempt"
            >
              {layout.lastAttempt}
            </a>
          </>
        )}
      </p>
      <nav aria-label={layout.languages} class="languages">
        {languages.map((language) => (
          <a
            key={language}
            href={`/language/${language}?${new URLSearchParams({ returnTo: view.path })}`}
            lang={language}
            hreflang={language}
            data-testid={`language-${language}`}
            {...(language === view.language && { 'aria-current': 'true' as const })}
          >
            {wordsIn[language].language}
          </a>
        ))}
      </nav>
    </footer>
  )
}

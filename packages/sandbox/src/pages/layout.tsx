import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type Language, languages, words } from './words.ts'

interface LayoutProps {
  language: Language
  title: string
  /** What this server is not. Default: Mercado Pago, with a link to the control room. */
  banner?: string
  /** Between the banner and the page, e.g. the control room's sections. */
  navigation?: VNode
  /** The address of this page in another language; without it the page offers no choice. */
  linkTo?: (language: Language) => string
  children: ComponentChildren
}

/** What every page shares: head, the banner that says what this is, the choice of language. */
export function Layout({
  language,
  title,
  linkTo,
  navigation,
  children,
  ...props
}: LayoutProps): VNode {
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/pico.css" />
        <link rel="stylesheet" href="/assets/sandbox.css" />
      </head>
      <body>
        {navigation && (
          <a class="skip" href="#content">
            {words[language].skipToContent}
          </a>
        )}
        <header class="banner">
          <p>
            <strong>Sandbox</strong> {props.banner ?? words[language].banner}
          </p>
          {props.banner === undefined && (
            <a href={`/sandbox?lang=${language}`}>{words[language].controlRoom}</a>
          )}
        </header>
        {navigation}
        <main class={navigation ? 'wide container' : 'container'} id="content">
          {children}
        </main>
        {linkTo && <LanguageChoice language={language} linkTo={linkTo} />}
      </body>
    </html>
  )
}

function LanguageChoice({ language, linkTo }: Required<Pick<LayoutProps, 'language' | 'linkTo'>>) {
  return (
    <footer class="container">
      <nav class="languages" aria-label={words[language].chooseLanguage}>
        {languages.map((other) =>
          other === language ? (
            <span key={other} aria-current="true">
              {words[other].language}
            </span>
          ) : (
            <a key={other} href={linkTo(other)} hreflang={other} lang={other}>
              {words[other].language}
            </a>
          ),
        )}
      </nav>
    </footer>
  )
}

/** The whole document as text. */
export function renderPage(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`
}

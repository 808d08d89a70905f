import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type Language, languages, words } from './words.ts'

interface LayoutProps {
  language: Language
  title: string
  /** What this server is not. Default: Mercado Pago, with a link to the control room. */
  banner?: string
  /** The sections of the control room. Its pages keep themselves up to date where scripts may run. */
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
  const main = (
    <main class="container" id="content">
      {children}
    </main>
  )
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/pico.css" />
        <link rel="stylesheet" href="/assets/sandbox.css" />
        {navigation && <link rel="stylesheet" href="/assets/control-room.css" />}
        {navigation && <script src="/assets/live.js" defer />}
      </head>
      <body>
        {navigation && (
          <a class="skip" href="#content">
            {words[language].skipToContent}
          </a>
        )}
        <Banner language={language} text={props.banner} />
        {navigation ? (
          <div class="room container">
            {navigation}
            {main}
          </div>
        ) : (
          main
        )}
        {linkTo && <LanguageChoice language={language} linkTo={linkTo} />}
      </body>
    </html>
  )
}

function Banner({ language, text }: { language: Language; text: string | undefined }) {
  return (
    <header class="banner">
      <p>
        <strong>Sandbox</strong> {text ?? words[language].banner}
      </p>
      {text === undefined && (
        <a href={`/sandbox?lang=${language}`}>{words[language].controlRoom}</a>
      )}
    </header>
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

import type { ComponentChildren, VNode } from 'preact'
import { locales } from '../words/formats.ts'
import { type Language, languages, wordsIn } from '../words/languages.ts'

interface PageFrameProps {
  language: Language
  title: string
  /** Where a change of language leads back to. */
  path: string
  /** Where the parts of this page are sent anew while it is open. */
  live?: string | undefined
  /** Beside the name of the marketplace. */
  owner?: ComponentChildren
  footnote: ComponentChildren
  children: ComponentChildren
}

/** What every page of the sample apps shares: head, awning, footer and the choice of language. */
export function PageFrame(props: PageFrameProps): VNode {
  const { language, title, path, live, owner, footnote, children } = props
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/feria.css" />
        <script src="/feria.js" data-locale={locales[language]} defer />
      </head>
      <body>
        <header class="awning">
          <div class="bar">
            <a class="brand" href="/">
              Feria
            </a>
            {owner}
          </div>
        </header>
        <main class="container" {...(live !== undefined && { 'data-live': live })}>
          {children}
        </main>
        <footer class="container">
          <p class="footnote">{footnote}</p>
          <LanguageChoice language={language} path={path} />
        </footer>
      </body>
    </html>
  )
}

function LanguageChoice(props: Pick<PageFrameProps, 'language' | 'path'>): VNode {
  const { language, path } = props
  return (
    <nav aria-label={wordsIn[language].layout.languages} class="languages">
      {languages.map((other) => (
        <a
          key={other}
          href={`/language/${other}?${new URLSearchParams({ returnTo: path })}`}
          lang={other}
          hreflang={other}
          data-testid={`language-${other}`}
          {...(other === language && { 'aria-current': 'true' as const })}
        >
          {wordsIn[other].language}
        </a>
      ))}
    </nav>
  )
}

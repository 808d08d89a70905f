import { type Language, PageFrame } from 'example-feria/app-pages'
import type { MercadoPagoOAuthError } from 'mercadopago-oauth'
import type { ComponentChildren, VNode } from 'preact'
import { kindOf } from './failure-kind.ts'
import { wordsIn } from './words/languages.ts'
import type { FailureWords, Words } from './words/words.ts'

/** Who is signed in, as the session keeps it. */
export interface User {
  id: string
  name: string
  email?: string | undefined
}

/** What every page is told. */
export interface View {
  language: Language
  /** Where a change of language leads back to. */
  path: string
  /** The identity server, for people. */
  server: string
}

export function HomePage({ view, user }: { view: View; user: User | undefined }): VNode {
  const { home } = wordsIn[view.language]
  if (user === undefined) {
    return (
      <Page view={view} title="Feria">
        <h1>{home.welcome}</h1>
        <p>{home.text}</p>
        <a class="button" href="/wso2/sign-in" data-testid="sign-in">
          {home.signIn}
        </a>
      </Page>
    )
  }
  return (
    <Page view={view} title="Feria">
      <h1>
        {home.hello} <span data-testid="name">{user.name}</span>
      </h1>
      <dl>
        <dt>{home.subject}</dt>
        <dd data-testid="subject">{user.id}</dd>
        {user.email !== undefined && (
          <>
            <dt>{home.email}</dt>
            <dd data-testid="email">{user.email}</dd>
          </>
        )}
      </dl>
      <form method="post" action="/sign-out">
        <button type="submit" data-testid="sign-out">
          {home.signOut}
        </button>
      </form>
    </Page>
  )
}

export function DeniedPage({ view }: { view: View }): VNode {
  return <FailurePage view={view} code="access_denied" failure={wordsOf(view).denied} />
}

/** The message is a constant sentence of the library's: nothing from outside is in it. */
export function ErrorPage(props: { view: View; error: MercadoPagoOAuthError }): VNode {
  const { view, error } = props
  const { code, message } = error
  const failure = wordsOf(view).failures[kindOf(error)]
  return <FailurePage view={view} code={code} failure={failure} forDeveloper={message} />
}

export function NoSuchPage({ view }: { view: View }): VNode {
  const { noSuchPage, homePage } = wordsOf(view)
  return (
    <Page view={view} title={noSuchPage.title} isFailure>
      <h1 data-testid="error">{noSuchPage.title}</h1>
      <p>{noSuchPage.text}</p>
      <a class="button" href="/" data-testid="first-page">
        {homePage}
      </a>
    </Page>
  )
}

export function UnexpectedPage({ view }: { view: View }): VNode {
  return <FailurePage view={view} code="unexpected" failure={wordsOf(view).unexpected} />
}

interface FailureProps {
  view: View
  code: string
  failure: FailureWords
  /** In English, whatever the language of the page. */
  forDeveloper?: string
}

function FailurePage({ view, code, failure, forDeveloper }: FailureProps): VNode {
  const words = wordsOf(view)
  return (
    <Page view={view} title={failure.title} isFailure>
      <h1 data-testid="error">{failure.title}</h1>
      <p>{failure.text}</p>
      <div class="ways">
        <a class="button" href="/wso2/sign-in" data-testid="try-again">
          {words.tryAgain}
        </a>
        <a href="/" data-testid="first-page">
          {words.homePage}
        </a>
      </div>
      {forDeveloper !== undefined && (
        <p class="quiet">
          <small>
            {words.forDevelopers} <span lang="en">{forDeveloper}</span>
          </small>
        </p>
      )}
      <p class="quiet">
        <small>
          {words.code} <code data-testid="error-code">{code}</code>
        </small>
      </p>
    </Page>
  )
}

interface PageProps {
  view: View
  title: string
  isFailure?: boolean
  children: ComponentChildren
}

function Page({ view, title, isFailure = false, children }: PageProps): VNode {
  const { language, path, server } = view
  const footnote = `${wordsOf(view).server} ${server}`
  return (
    <PageFrame language={language} path={path} title={title} footnote={footnote}>
      <article class={isFailure ? 'failure' : 'status'}>{children}</article>
    </PageFrame>
  )
}

function wordsOf({ language }: View): Words {
  return wordsIn[language]
}

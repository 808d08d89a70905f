import type { ComponentChildren, VNode } from 'preact'
import { PageFrame } from './page-frame.tsx'
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

/** What every page of the marketplace shares. */
export function Layout(props: LayoutProps): VNode {
  const { view, title, live, isWithoutForms = false, children } = props
  const owner = view.user && <ShopOwnerBar view={view} isWithoutForms={isWithoutForms} />
  const { language, path } = view
  return (
    <PageFrame {...{ language, path, title, live, owner }} footnote={<Footnote view={view} />}>
      {children}
    </PageFrame>
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

function Footnote({ view }: { view: View }): VNode {
  const { layout } = view.words
  const { sandboxUrl } = view.site
  if (sandboxUrl === undefined) return <>{layout.real}</>
  return (
    <>
      {layout.sandbox}{' '}
      <a href={`${sandboxUrl}/sandbox?lang=${view.language}`} data-testid="control-room">
        {layout.controlRoom}
      </a>{' '}
      <a
        href={`${sandboxUrl}/sandbox/attempts/newest?lang=${view.language}`}
        data-testid="last-attempt"
      >
        {layout.lastAttempt}
      </a>
    </>
  )
}

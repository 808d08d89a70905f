import type { VNode } from 'preact'
import { shops } from '../sign-in/shop-owner.ts'
import { Monogram } from './monogram.tsx'
import type { View } from './view.ts'

export interface SignInFormProps {
  view: View
  /** Where to go afterwards. */
  returnTo: string
  /** What was typed and cannot be a name. */
  refused?: string
}

/** Which shop is yours: one of ours, or a name of one's own. */
export function SignInForm({ view, returnTo, refused }: SignInFormProps): VNode {
  const { signIn } = view.words
  return (
    <article class="sign-in" data-testid="sign-in">
      <h2>{signIn.title}</h2>
      <p class="quiet">{signIn.text}</p>
      <form method="post" action="/sign-in">
        <input type="hidden" name="returnTo" value={returnTo} />
        <fieldset class="shops">
          <legend>{signIn.choose}</legend>
          {shops.map((shop) => (
            <button
              key={shop}
              type="submit"
              name="shop"
              value={shop}
              class="shop"
              data-testid="choose-shop"
            >
              <Monogram name={shop} /> <span>{shop}</span>
            </button>
          ))}
        </fieldset>
      </form>
      <form method="post" action="/sign-in" class="own-shop">
        <input type="hidden" name="returnTo" value={returnTo} />
        <label for="shop-name">{signIn.name}</label>
        <div class="field">
          <input
            id="shop-name"
            name="shop"
            type="text"
            required
            maxLength={40}
            autocomplete="organization"
            value={refused ?? ''}
            data-testid="shop-name"
            {...(refused !== undefined && {
              'aria-invalid': 'true' as const,
              'aria-describedby': 'shop-rule',
            })}
          />
          <button type="submit" class="outline" data-testid="enter-shop">
            {signIn.enter}
          </button>
        </div>
        {refused !== undefined && (
          <small id="shop-rule" class="rule" data-testid="shop-rule">
            {signIn.rule}
          </small>
        )}
      </form>
    </article>
  )
}

import type { VNode } from 'preact'
import type { ApplicationView } from '../../feed/state.ts'
import { allScopes, pkceSettings } from '../../registry/application.ts'
import { Monogram } from '../monogram.tsx'
import { type Language, words } from '../words.ts'
import { Frame, type Visit } from './frame.tsx'
import { controlRoomWords } from './words.ts'

interface ApplicationsProps {
  visit: Visit
  applications: readonly ApplicationView[]
}

/** What Mercado Pago's panel has about applications, to look at and to change. */
export function ApplicationsPage({ visit, applications }: ApplicationsProps): VNode {
  const { language } = visit
  const text = controlRoomWords[language].applications
  return (
    <Frame visit={visit} section="applications" intro={text.intro}>
      {applications.map((application) => (
        <article key={application.clientId} data-testid="application">
          <div class="asking">
            <Monogram name={application.name} />
            <div>
              <h2 id={`app-${application.clientId}`}>{application.name}</h2>
              <p class="aside">
                {text.clientId}: <code>{application.clientId}</code>
              </p>
            </div>
          </div>
          <RedirectUris visit={visit} application={application} />
          <Settings visit={visit} application={application} />
          <Webhook visit={visit} application={application} />
          <StartUrl visit={visit} application={application} />
          <p class="aside">{text.secret}</p>
        </article>
      ))}
      <NewApplication visit={visit} />
    </Frame>
  )
}

interface ApplicationProps {
  visit: Visit
  application: ApplicationView
}

function RedirectUris({ visit, application }: ApplicationProps) {
  const text = controlRoomWords[visit.language].applications
  const { clientId, redirectUris } = application
  const action = `/sandbox/applications/${clientId}/redirect-uris`
  return (
    <>
      <h3>{text.redirectUris}</h3>
      <p class="aside">
        {redirectUris.length === 0 ? text.noRedirectUri : text.redirectUrisMeaning}
      </p>
      {redirectUris.length > 0 && (
        <ul class="uris">
          {redirectUris.map((redirectUri) => (
            <li key={redirectUri}>
              <code data-testid="redirect-uri">{redirectUri}</code>
              <form method="post" action={action}>
                <input type="hidden" name="lang" value={visit.language} />
                <input type="hidden" name="remove" value={redirectUri} />
                <button
                  type="submit"
                  class="secondary outline small"
                  aria-label={text.remove(redirectUri)}
                >
                  {text.removeShort}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={action} class="inline">
        <input type="hidden" name="lang" value={visit.language} />
        <label>
          {text.newRedirectUri}
          <input
            type="url"
            name="add"
            required
            placeholder="http://localhost:3000/callback"
            autocomplete="off"
          />
        </label>
        <button type="submit">{text.add}</button>
      </form>
    </>
  )
}

function Settings({ visit, application }: ApplicationProps) {
  const { language } = visit
  const text = controlRoomWords[language].applications
  const { clientId, name, pkce, scopes } = application
  return (
    <form method="post" action={`/sandbox/applications/${clientId}`}>
      <input type="hidden" name="lang" value={language} />
      <h3>{text.settings}</h3>
      <label>
        {text.name}
        <input type="text" name="name" value={name} required autocomplete="off" />
      </label>
      <div class="choices">
        <fieldset>
          <legend>{text.pkce}</legend>
          {pkceSettings.map((setting) => (
            <label key={setting}>
              <input type="radio" name="pkce" value={setting} checked={setting === pkce} />
              {text.pkceSettings[setting]}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{text.scopes}</legend>
          {allScopes.map((scope) => (
            <label key={scope}>
              <input type="checkbox" name="scope" value={scope} checked={scopes.includes(scope)} />
              <code>{scope}</code> {words[language].scopes[scope].title}
            </label>
          ))}
        </fieldset>
      </div>
      <button type="submit">{controlRoomWords[language].save}</button>
    </form>
  )
}

// The URL without its query, where receivers keep keys: so it is replaced, never edited.
function Webhook({ visit, application }: ApplicationProps) {
  const text = controlRoomWords[visit.language].applications
  const { clientId, webhookUrl } = application
  return (
    <UrlSetting
      language={visit.language}
      clientId={clientId}
      name="webhook"
      url={webhookUrl}
      title={text.webhookUrl}
      explanation={webhookUrl === undefined ? text.noWebhookUrl : undefined}
      remove={text.stopNotifications}
      label={text.newWebhookUrl}
      placeholder="http://localhost:3000/webhook"
    />
  )
}

function StartUrl({ visit, application }: ApplicationProps) {
  const text = controlRoomWords[visit.language].applications
  const { clientId, startUrl } = application
  return (
    <UrlSetting
      language={visit.language}
      clientId={clientId}
      name="start"
      url={startUrl}
      title={text.startUrl}
      explanation={text.startUrlMeaning}
      remove={text.forgetStartUrl}
      label={text.newStartUrl}
      placeholder="http://localhost:3000/connect"
    />
  )
}

interface UrlSettingProps {
  language: Language
  clientId: string
  /** Its name before `-url` and `_url`. */
  name: 'webhook' | 'start'
  url: string | undefined
  title: string
  explanation: string | undefined
  /** On the button that removes the URL. */
  remove: string
  label: string
  placeholder: string
}

/** One URL of an application, which can be set and removed. */
function UrlSetting({ language, clientId, name, url, ...text }: UrlSettingProps) {
  const action = `/sandbox/applications/${clientId}/${name}-url`
  return (
    <>
      <h3>{text.title}</h3>
      {text.explanation !== undefined && <p class="aside">{text.explanation}</p>}
      {url !== undefined && (
        <ul class="uris">
          <li>
            <code data-testid={`${name}-url`}>{url}</code>
            <form method="post" action={action}>
              <input type="hidden" name="lang" value={language} />
              <button type="submit" class="secondary outline small">
                {text.remove}
              </button>
            </form>
          </li>
        </ul>
      )}
      <form method="post" action={action} class="inline">
        <input type="hidden" name="lang" value={language} />
        <label>
          {text.label}
          <input
            type="url"
            name={`${name}_url`}
            required
            placeholder={text.placeholder}
            autocomplete="off"
          />
        </label>
        <button type="submit">{controlRoomWords[language].save}</button>
      </form>
    </>
  )
}

function NewApplication({ visit }: { visit: Visit }) {
  const text = controlRoomWords[visit.language].applications
  return (
    <article>
      <h2 id="new-application">{text.addApplication}</h2>
      <p class="aside">{text.addApplicationMore}</p>
      <form method="post" action="/sandbox/applications" aria-labelledby="new-application">
        <input type="hidden" name="lang" value={visit.language} />
        <label>
          {text.name}
          <input type="text" name="name" required autocomplete="off" />
        </label>
        <label>
          {text.newRedirectUri}
          <input
            type="url"
            name="redirect_uri"
            placeholder="http://localhost:3000/callback"
            autocomplete="off"
          />
        </label>
        <label>
          {text.clientSecret}
          <input type="password" name="client_secret" required autocomplete="new-password" />
          <small>{text.clientSecretMeaning}</small>
        </label>
        <button type="submit">{text.add}</button>
      </form>
    </article>
  )
}

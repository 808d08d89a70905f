import { assertOption, isHttpUrl, isOneOf } from '../../option.ts'
import { ApplicationsPage } from '../../pages/control-room/applications.tsx'
import {
  type Application,
  type Applications,
  allScopes,
  pkceSettings,
} from '../../registry/application.ts'
import type { RoomSection } from './room-section.tsx'

/** `GET /sandbox/applications`, and its forms. */
export function applicationsSection(applications: Applications): RoomSection {
  function find(clientId: string): Application {
    const application = applications.find(clientId)
    assertOption(application !== undefined, 'clientId', 'the id of an application')
    return application
  }

  return {
    section: 'applications',
    show: (visit) => <ApplicationsPage visit={visit} applications={applications.all()} />,
    forms: {
      '/sandbox/applications': (form) => {
        const redirectUri = form.text('redirect_uri')
        applications.add({
          name: form.text('name') ?? '',
          clientSecret: form.text('client_secret') ?? '',
          redirectUris: redirectUri === undefined ? [] : [redirectUri],
        })
      },
      '/sandbox/applications/:id': (form, id) => {
        const application = find(id)
        const { name = application.name, pkce = '' } = {
          name: form.text('name'),
          pkce: form.text('pkce'),
        }
        const scopes = form.all('scope')
        assertOption(isOneOf(pkceSettings)(pkce), 'pkce', `one of ${pkceSettings.join(', ')}`)
        assertOption(scopes.every(isOneOf(allScopes)), 'scopes', `some of ${allScopes.join(', ')}`)
        Object.assign(application, { name, pkce, scopes })
      },
      '/sandbox/applications/:id/redirect-uris': (form, id) => {
        const application = find(id)
        const [added, removed] = [form.text('add'), form.text('remove')]
        assertOption(added === undefined || isHttpUrl(added), 'redirectUris', 'absolute URLs')
        application.redirectUris = application.redirectUris
          .filter((uri) => uri !== removed && uri !== added)
          .concat(added ?? [])
      },
      '/sandbox/applications/:id/webhook-url': (form, id) => {
        const webhookUrl = form.text('webhook_url')
        assertOption(webhookUrl === undefined || isHttpUrl(webhookUrl), 'webhookUrl', 'a URL')
        find(id).webhookUrl = webhookUrl
      },
    },
  }
}

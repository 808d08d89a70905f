import type { Control } from '../../control/control.ts'
import type { ApplicationView } from '../../feed/state.ts'
import { assertOption } from '../../option.ts'
import { ApplicationsPage } from '../../pages/control-room/applications.tsx'
import type { PkceSetting, Scope } from '../../registry/application.ts'
import type { Form } from '../form.ts'
import type { RoomSection } from './room-section.tsx'

/** `GET /sandbox/applications`, and its forms. */
export function applicationsSection(control: Control): RoomSection {
  function find(clientId: string): ApplicationView {
    const application = control.state().applications.find((each) => each.clientId === clientId)
    assertOption(application !== undefined, 'clientId', 'the id of an application')
    return application
  }

  return {
    section: 'applications',
    show: (visit) => <ApplicationsPage visit={visit} applications={control.state().applications} />,
    forms: {
      '/sandbox/applications': (form) => {
        control.addApplication({
          name: form.text('name') ?? '',
          // One that was made up here could not be told.
          clientSecret: form.text('client_secret') ?? '',
          redirectUris: form.all('redirect_uri'),
        })
      },
      '/sandbox/applications/:id': (form, id) => {
        // changeApplication() checks what they are.
        control.changeApplication(id, {
          name: form.text('name') ?? '',
          pkce: form.text('pkce') as PkceSetting,
          scopes: form.all('scope') as Scope[],
        })
      },
      '/sandbox/applications/:id/redirect-uris': (form, id) => {
        control.changeApplication(id, { redirectUris: redirectUrisAfter(form, find(id)) })
      },
      '/sandbox/applications/:id/webhook-url': (form, id) => {
        control.changeApplication(id, { webhookUrl: form.text('webhook_url') })
      },
      '/sandbox/applications/:id/start-url': (form, id) => {
        control.changeApplication(id, { startUrl: form.text('start_url') })
      },
    },
  }
}

function redirectUrisAfter(form: Form, { redirectUris }: ApplicationView): string[] {
  const [added, removed] = [form.text('add'), form.text('remove')]
  const others = redirectUris.filter((uri) => uri !== removed && uri !== added)
  return added === undefined ? others : [...others, added]
}

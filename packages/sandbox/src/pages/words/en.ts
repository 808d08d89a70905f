import type { Words } from './words.ts'

export const en: Words = {
  language: 'English',
  chooseLanguage: 'Language',
  banner: 'Local test environment. This is not Mercado Pago.',
  controlRoom: 'Control room',
  skipToContent: 'Skip to the content',

  asks: (application) => `${application} wants to connect to your account`,
  willBeAble: 'What it will be able to do',
  scopes: {
    read: {
      title: 'See the information of your account',
      meaning: 'Your details, your sales and the payments you receive.',
    },
    write: {
      title: 'Act on your behalf',
      meaning: 'For example, charge and refund payments.',
    },
    offline_access: {
      title: 'Stay connected while you are away',
      meaning: 'It renews its access without asking you again, until you withdraw it.',
    },
  },
  noScopes: 'Only know who you are: it asks for no permission.',
  seller: 'With which account?',
  signedInAs: 'You are signed in as',
  otherAccount: 'Not you? Use another account',
  signedOut: 'You signed out of Mercado Pago',
  signedOutMore:
    'Go back to the application and connect again: you can then choose another account.',
  wayBack: ['If you allow it, you go back to ', '.'],
  withdrawable: 'You can withdraw the permission whenever you want, in',
  allow: 'Allow',
  deny: 'Cancel',

  refused: 'The application is not ready to connect to Mercado Pago',
  refusedMore:
    'Mercado Pago says no more than that, and tells the application nothing. This sandbox says what to check.',
  operator: 'You cannot give the permission with this account',
  operatorMore:
    'You signed in as an operator. Ask the administrator of the account to give the permission.',
  toCheck: 'What to check',
  registered: 'Registered',
  received: 'Received',
  endsHere: 'ends here',
  faultMore:
    'This is a fault that somebody asked for in the control room or by the API. The next request is answered as usual, unless another fault waits.',
  gone: 'This page is no longer valid',
  goneMore: 'It works once, and for ten minutes. Go back to the application and start again.',
  denied: 'You did not give the permission',
  deniedMore: 'You can close this page now.',
  deniedWhy:
    'For developers: the application is told nothing, because a denial is silent in this sandbox.',

  homeTitle: 'Mercado Pago on your machine',
  homeIntro:
    'An OAuth server for development and tests, with made-up sellers. Nothing that happens here leaves your machine.',
  endpoints: 'Endpoints',
  authorizationEndpoint: 'Where a seller gives permission',
  tokenEndpoint: 'Where a code is exchanged for tokens, and they are renewed',
  profileEndpoint: 'Where one sees whose a token is',
  goToControlRoom: 'Go to the control room',
  controlRoomMore:
    'Watch every request, move the clock, make things fail, and manage applications and sellers.',

  connected: 'Connected applications',
  connectedApplications: (seller) => `Applications connected with ${seller}`,
  nothingConnected: 'No application is connected with this account.',
  nothingConnectedMore: 'Once you give permission to one, it appears here.',
  otherAccounts: 'Other accounts',
  since: 'Since',
  lastUsed: 'Last used:',
  lastRenewed: 'Last renewed:',
  permissions: 'Permissions',
  withdraw: 'Withdraw the permission',
  withdrawMeans: (application) =>
    `${application} loses access at once: its tokens and codes stop working, and it is told. To connect it again you have to give permission again.`,
  reallyWithdraw: (application) => `Yes, withdraw the permission of ${application}`,
  withdrawn: (application) =>
    `You withdrew the permission of ${application}: it has no access to your account any more.`,

  payTo: (seller) => `Pay ${seller}`,
  total: 'Total',
  pay: 'Pay with made-up money',
  paid: 'Paid. No real money changed hands.',
  fee: (fee, rest, seller) =>
    `For developers: the marketplace’s fee is ${fee}, and ${seller} gets ${rest}.`,
  thanks: 'Thank you for your purchase',

  errors: {
    invalid_grant: 'the code or refresh token expired, was used or is of another request',
    invalid_client: 'the client id or client secret is not the application’s',
    invalid_request: 'something is missing or has another form',
    unsupported_grant_type: 'there is no such grant_type',
    unauthorized_client: 'the application may not use this flow',
    unauthorized: 'the token expired, was withdrawn or does not exist',
    access_denied: 'the seller said no',
    consent_gone: 'the page was used already, or ten minutes have passed',
    unknown_client: 'there is no application with this client_id',
    redirect_uri: 'the redirect URI is not identical to a registered one',
    response_type: 'response_type must be code',
    flow_disabled: 'this flow is switched off for the application',
    repeated_parameter: 'a parameter is there twice',
    platform_id: 'platform_id must be mp',
    state: 'the state is too long',
    pkce_required: 'PKCE is required and code_challenge is missing',
    pkce_off: 'PKCE is off and a code_challenge was sent',
    code_challenge: 'the code_challenge has another form',
    invalid_operator_user_id: 'only the administrator of the account may give permission',
  },
}

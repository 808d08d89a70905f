import type { Words } from './words.ts'

export const en: Words = {
  language: 'English',
  chooseLanguage: 'Language',
  banner: 'Local test environment. This is not Mercado Pago.',
  controlRoom: 'Control room',
  skipToContent: 'Skip to the content',

  asks: (application) => `${application} wants to connect to your account`,
  willBeAble: 'What it can do',
  scopes: {
    read: {
      title: 'See your account information',
      meaning: 'Your details, your sales and the payments you receive.',
    },
    write: {
      title: 'Act on your behalf',
      meaning: 'For example, charge and refund payments.',
    },
    offline_access: {
      title: 'Stay connected',
      meaning: 'It renews its access without asking you, until you withdraw it.',
    },
  },
  noScopes: 'See which account you have. It requests no other access.',
  seller: 'Choose an account',
  testAccounts: 'Test accounts of this sandbox',
  signedInAs: 'You are signed in as',
  otherAccount: 'Use another account',
  signedOut: 'You signed out of Mercado Pago',
  signedOutMore:
    'Go back to the application and connect again. You can then choose another account.',
  wayBack: ['If you allow access, you return to ', '.'],
  withdrawable: 'You can withdraw access at any time in',
  allow: 'Allow',
  deny: 'Cancel',

  refused: 'The application is not ready to connect to Mercado Pago',
  refusedMore:
    'Mercado Pago shows no reason, and the application receives nothing. This sandbox shows what to check.',
  operator: 'This user cannot give access',
  operatorMore:
    'You signed in as an operator. Ask the administrator of the account to connect the application.',
  toCheck: 'What to check',
  registered: 'Registered',
  received: 'Received',
  endsHere: 'ends here',
  inEnglish: undefined,
  faultMore:
    'This fault was requested in the control room or with the API. Reload the page: the next request works, unless another fault is pending.',
  gone: {
    used: {
      title: 'This page was already used',
      meaning: 'A consent page works only once.',
    },
    expired: {
      title: 'This page has expired',
      meaning: 'A consent page works for ten minutes.',
    },
    unknown: {
      title: 'This page no longer works',
      meaning: 'The sandbox does not know it. It may have restarted since.',
    },
  },
  startAgain: 'To connect, go back to the application and start again.',
  backTo: (host) => `Back to ${host}`,
  notFound: 'Page not found',
  notFoundMore:
    'The address may be wrong. If the sandbox restarted, it no longer has earlier orders and preferences.',
  goHome: 'Go to the start page',
  denied: 'You cancelled',
  deniedMore: 'The application has no access to your account. You can close this page.',
  deniedWhy:
    'For developers: the application receives nothing, because the switch “When the seller cancels” is set to silent.',

  homeTitle: 'Mercado Pago on your machine',
  homeIntro:
    'An OAuth server for development and tests, with test accounts. Everything stays on your machine.',
  endpoints: 'Endpoints',
  authorizationEndpoint: 'A seller gives your application access.',
  tokenEndpoint: 'Your application exchanges a code for tokens, and renews them.',
  profileEndpoint: 'Your application reads the account of a token.',
  goToControlRoom: 'Open the control room',
  controlRoomMore:
    'In the control room you see every request, move the clock, cause faults and manage applications and sellers.',

  connected: 'Connected applications',
  connectedApplications: (seller) => `Applications connected to ${seller}`,
  nothingConnected: 'No application is connected to this account.',
  nothingConnectedMore: 'An application appears here after you give it access.',
  otherAccounts: 'Other accounts',
  since: 'Connected on',
  lastUsed: 'Last used:',
  lastRenewed: 'Last renewed:',
  permissions: 'Access',
  withdraw: 'Withdraw access',
  withdrawMeans: (application) =>
    `${application} loses access at once. Its codes and tokens stop working, and it receives a notification. You can connect it again later.`,
  reallyWithdraw: (application) => `Withdraw access from ${application}`,
  withdrawn: (application) => `${application} no longer has access to your account.`,

  payTo: (seller) => `Pay ${seller}`,
  total: 'Total',
  pay: 'Pay with test money',
  paid: 'Paid with test money.',
  fee: (fee, rest, seller) =>
    `For developers: the fee of the marketplace is ${fee}, and ${seller} receives ${rest}.`,
  thanks: 'Thank you for your purchase',

  errors: {
    invalid_grant: 'the code or refresh token has expired, was used, or belongs to another request',
    invalid_client: 'the client id or the client secret is wrong',
    invalid_request: 'a field is missing or malformed',
    unsupported_grant_type: 'the grant_type is unknown',
    unauthorized_client: 'the application may not use this flow',
    unauthorized: 'the token has expired, was withdrawn, or does not exist',
    access_denied: 'the seller cancelled',
    consent_gone: 'the page was already used or has expired',
    unknown_client: 'no application has this client_id',
    redirect_uri: 'the redirect URI is not identical to a registered one',
    response_type: 'response_type must be code',
    flow_disabled: 'the application does not allow this flow',
    repeated_parameter: 'a parameter appears twice',
    platform_id: 'platform_id must be mp',
    state: 'the state is too long',
    pkce_required: 'PKCE is required and code_challenge is missing',
    pkce_off: 'PKCE is off and a code_challenge was sent',
    code_challenge: 'the code_challenge is malformed',
    invalid_operator_user_id: 'only the administrator of the account can give access',
  },
}

import type { AttemptWords } from './words.ts'

export const attempts: AttemptWords = {
  see: 'See what happened',
  back: 'All activity',
  requests: (count) => (count === 1 ? '1 request' : `${count} requests`),
  kinds: { link: 'Linking a seller', renewal: 'Renewal', other: 'Request' },
  verdicts: {
    open: {
      title: 'Waiting for the seller',
      text: 'The consent page was shown. The seller has not decided yet.',
    },
    refused: {
      title: 'Request refused',
      text: 'The authorization request was invalid, so the seller saw an error page. Your app receives nothing.',
    },
    denied: { title: 'The seller said no', text: 'There is no code, so there are no tokens.' },
    gone: {
      title: 'Consent page not valid',
      text: 'The decision came from a page that was used before, or was older than ten minutes.',
    },
    unexchanged: {
      title: 'Code not exchanged yet',
      text: 'The browser was sent back with a code, and your app has not exchanged it. If that stays so, your app refused the callback: for example, because its state was forged or too old.',
    },
    expired: {
      title: 'Code never exchanged',
      text: 'Ten minutes have passed, so the code is worthless now. Your app refused the callback (for example, because its state was forged), or never received it.',
    },
    linked: {
      title: 'Linked',
      text: 'The seller allowed it, and your app exchanged the code for tokens. If your app shows an error all the same, it refused something itself, and the sandbox does not see that.',
    },
    replayed: {
      title: 'Code sent twice',
      text: 'The code was exchanged, and then came a second time. A code works once, so the second request was refused.',
    },
    spent: {
      title: 'Code already used up',
      text: 'The code was used up by an exchange that failed. It does not work any more.',
    },
    expired_code: { title: 'Code too old', text: 'A code lives for ten minutes.' },
    unknown_code: {
      title: 'Unknown code',
      text: 'None of the codes in this log is that one. It may be forged, or older than the log.',
    },
    wrong_verifier: {
      title: 'Wrong verifier',
      text: 'The verifier does not belong to the challenge. The sender did not begin this attempt, so there are no tokens.',
    },
    missing_verifier: {
      title: 'No verifier',
      text: 'A challenge was sent at the start, so a verifier has to come with the code. None did, so there are no tokens.',
    },
    other_redirect_uri: {
      title: 'Another redirect URI',
      text: 'The code is bound to the redirect URI of the authorization request. The token request named another one.',
    },
    client_refused: {
      title: 'App not recognised',
      text: 'The client id or the client secret is wrong.',
    },
    not_exchanged: {
      title: 'Not exchanged',
      text: 'The token request was refused. The response says why.',
    },
    renewed: { title: 'Renewed', text: 'The refresh token was exchanged for new tokens.' },
    renewal_replayed: {
      title: 'Refresh token sent twice',
      text: 'The refresh token had been used before, so the second request was refused.',
    },
    not_renewed: {
      title: 'Not renewed',
      text: 'The refresh token was refused: it expired, was used or withdrawn, or does not exist.',
    },
    lost: {
      title: 'Response lost',
      text: 'A fault on purpose: the request took effect, but your app never saw the response. The tokens in it are lost.',
    },
    struck: {
      title: 'Fault on purpose',
      text: 'This fault was requested in the control room or with the API. The request itself was not processed.',
    },
    done: { title: 'Done', text: 'The request got its response.' },
    failed: { title: 'Refused', text: 'The request was refused.' },
  },
  sequence: 'What happened, step by step',
  parties: { browser: 'Browser', app: 'Your app', server: 'Mercado Pago' },
  shortParties: { browser: 'Browser', app: 'App', server: 'M. Pago' },
  steps: {
    send_away: {
      title: 'Your app sends the browser to Mercado Pago',
      text: 'First it makes up a secret for this one attempt: the verifier. It keeps the verifier, and gives the browser only its fingerprint (a SHA-256 hash): the challenge.',
    },
    ask: { title: 'The browser requests authorization' },
    ask_by_api: {
      title: 'A test decides in place of the seller',
      text: 'By approve() or deny(), without a browser.',
    },
    consent_page: { title: 'The seller sees the consent page' },
    error_page: { title: 'The seller sees an error page' },
    allow: { title: 'The seller presses “Allow”' },
    deny: { title: 'The seller presses “Cancel”' },
    code: {
      title: 'The browser is sent back with a code',
      text: 'Anybody who reads this address has the code. What is it worth? See below.',
    },
    denial: { title: 'The browser is sent back without a code' },
    silent_denial: { title: 'The seller sees a last page', text: 'Your app receives nothing.' },
    callback: {
      title: 'The browser brings the code to your app',
      text: 'Your app compares the state with the one it gave this browser. It refuses a forged callback here, and exchanges nothing.',
    },
    callback_denied: { title: 'The browser brings the refusal to your app' },
    exchange: {
      title: 'The code is sent for tokens',
      text: 'From server to server: nothing of this passes through the browser. But who sends it, your app or a thief? Mercado Pago cannot see that, so it checks.',
    },
    check: { title: 'Mercado Pago checks the verifier (PKCE)' },
    tokens: { title: 'Your app receives tokens' },
    renew: { title: 'The refresh token is sent for new tokens' },
    new_tokens: { title: 'Your app receives new tokens' },
    own_token: { title: 'Your app requests a token for its own account' },
    read_profile: { title: 'Your app asks whose account it is' },
    profile: { title: 'Your app receives the profile' },
    other: { title: 'A request' },
    other_response: { title: 'The response' },
    error: { title: 'The request is refused' },
    no_response: { title: 'The connection is cut, without a response' },
  },
  withoutChallenge: 'It sends no challenge: this attempt is without PKCE.',
  withPlainChallenge:
    'It makes up a secret for this one attempt, the verifier, but gives the browser the verifier itself as the challenge (method plain). With S256 it would be only a fingerprint of it.',
  inferred: 'not visible to the sandbox',
  awaited: 'not visible to the sandbox; no exchange so far',
  stopsHere: 'It stops here:',
  parameters: (count) => (count === 1 ? '1 parameter' : `${count} parameters`),
  hidden: 'shortened here',
  meanings: {
    client_id: 'Which app it is. Public.',
    response_type: 'The app wants a code.',
    platform_id: 'Always mp.',
    redirect_uri: 'Where the browser goes afterwards. It must be registered.',
    state: 'A random value of your app, by which it knows its own attempt again.',
    code_challenge:
      'With S256 it is the SHA-256 of the verifier, and public: nobody can compute the verifier from it.',
    code_challenge_method: 'How the challenge was made. S256 is SHA-256.',
    scope: 'What the app may do.',
    consent: 'Which consent page it was.',
    seller: 'Who decided.',
    decision: 'What the seller decided.',
    grant_type: 'What is exchanged for tokens.',
    client_secret: 'The password of your app. It never passes through the browser.',
    code: 'Works once, for ten minutes.',
    code_verifier: 'The secret of this attempt. Until now only your app had it.',
    refresh_token: 'To renew the tokens.',
    access_token: 'With it your app acts for the seller.',
    expires_in: 'How long the access token lives, in seconds.',
    user_id: 'The seller.',
    public_key: 'For forms that take card data in the browser.',
    error: 'Why not, for programs.',
    message: 'Why not, for people.',
  },
  pkce: {
    verifier: 'The verifier that came with the code',
    length: (length) => `${length} characters; the middle is hidden here.`,
    malformed: 'A verifier has 43 to 128 characters of A–Z, a–z, 0–9, - . _ ~. This one does not.',
    hash: 'Its SHA-256',
    computed: 'The same bytes in base64url: the computed challenge',
    computedMeaning: 'A different verifier gives a completely different challenge.',
    stored: 'The challenge that Mercado Pago kept',
    storedMeaning: 'It came with the first request, and was kept with the code.',
    storedPlain:
      'The method is plain: the challenge is the verifier itself, so it is shortened here. It passed through the browser. Use S256.',
    same: 'They are the same. The sender of the code also began the attempt: tokens.',
    samePlain:
      'They are the same: tokens. But anybody who read the first request knows this verifier as well.',
    different: 'They differ. The sender of the code did not begin the attempt: no tokens.',
    noVerifier: 'No verifier came. The sender of the code proves nothing: no tokens.',
    noChallenge:
      'No challenge came with the first request, so there is nothing to compare. Only the client secret protects this code.',
  },
  thief: {
    title: 'And if the code is stolen?',
    intro:
      'The code comes back through the browser. It can leak there: into the history, a proxy’s log, a browser extension. Suppose a thief has it.',
    has: 'Passed through the browser: the thief may have it',
    lacks: 'Never passed through the browser: the thief does not have it',
    code: 'The code',
    challenge: 'The challenge',
    verifier: 'The verifier',
    secret: 'The client secret of your app',
    tries: 'What the thief can try',
    alone: {
      title: 'Send the code without a verifier',
      text: 'Refused: Mercado Pago kept a challenge, so a verifier has to come.',
    },
    backwards: {
      title: 'Compute the verifier from the challenge',
      text: 'Impossible: SHA-256 works in one direction only.',
    },
    guess: {
      title: 'Make up a verifier',
      text: 'Its challenge is another one. This is what a made-up verifier gives:',
    },
    guessed: 'Made-up verifier',
    ofGuess: 'Its challenge',
    stored: 'Kept challenge',
    inject: {
      title: 'Bring the code to your app, in the thief’s own browser',
      text: 'Your app sends the verifier of the thief’s attempt with it. It does not belong to this challenge either: refused.',
    },
    conclusion:
      'So the stolen code is worthless: it only works together with the verifier, and only your app has that.',
    plain:
      'With the method plain the challenge is the verifier. Anybody who reads the first request can use the code. With S256 the code would be worthless.',
    none: 'This attempt went without PKCE. A thief without the client secret can still bring the code to your app in their own browser, and your app would exchange it. With PKCE the code would be worthless.',
  },
  again: {
    title: 'Run it again, with a fault',
    intro:
      'Choose what goes wrong in the next attempt. The fault affects one request. Later requests work normally.',
    renewalIntro:
      'Choose what goes wrong in the next renewal. The fault affects one request. Later requests work normally.',
    starts: (host) =>
      `One press runs the whole attempt: your browser goes to ${host}, and the seller decides as before. You end where the seller ends.`,
    before: 'This runs an earlier attempt again:',
    runs: 'Runs of this attempt',
    pending: 'Pending for the next request:',
    open: (origin) => `Open ${origin}`,
    openMore:
      'Link a seller there once more. The sandbox does not know on which page of your app that begins: set the start URL in Applications, and one press runs it all.',
    startYourself: 'Now link a seller in your app once more.',
    startRenewal:
      'Your app renews automatically when a token is due. Moving the clock makes it due.',
    moreFaults: 'More faults',
  },
}

// An entry point of its own: an app that uses a sandbox in another process needs these and nothing else.

/** The application id that a sandbox gives to its first application. */
export const defaultClientId = '4400123456789012'
/** The client secret of that application. Made up, and known to everybody. */
export const defaultClientSecret = 'FeriaSandboxSecretNotARealSecret'
/** The key that signs notifications of that application. Made up as well. */
export const defaultWebhookSecret = 'FeriaSandboxWebhookSecretNotARealSecret'

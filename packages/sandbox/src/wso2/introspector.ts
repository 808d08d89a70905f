/** Who may introspect: an application with its own credentials, or the server's administrator. */
export type Introspector = 'application' | 'administrator'

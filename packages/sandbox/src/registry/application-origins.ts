import { parsedUrl } from '../parsed-url.ts'

/** The origins of the registered redirect URIs, each once: where a browser may be sent back to. */
export function originsOf(
  applications: readonly { readonly redirectUris: readonly string[] }[],
): readonly string[] {
  const uris = applications.flatMap(({ redirectUris }) => redirectUris)
  // The lists are live, so anything may have been put into them.
  const origins = uris.map((uri) => parsedUrl(uri)).filter((url) => url !== undefined)
  return [...new Set(origins.map(({ origin }) => origin))]
}

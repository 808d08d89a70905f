/** The names and values of a query, by the rules of forms and a parser of the tests' own. */
export function queryPairs(query: string): [name: string, value: string][] {
  return query
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...rest] = part.split('=')
      return [decoded(name), decoded(rest.join('='))]
    })
}

/** Broken percent sequences stay as they are, broken UTF-8 becomes U+FFFD. */
function decoded(text: string): string {
  const bytes = Buffer.from(text.replaceAll('+', ' ')).toString('latin1')
  const unescaped = bytes.replace(/%([0-9a-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(unescaped, 'latin1').toString('utf8')
}

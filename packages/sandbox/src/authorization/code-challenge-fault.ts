const s256Length = 43

/**
 * Says what is wrong with a challenge that was not accepted, without showing it.
 *
 * @param method - Undefined when the request named none.
 * @param meant - What a missing method is taken for.
 */
export function codeChallengeFault(
  challenge: string,
  method: string | undefined,
  meant: string,
): string {
  const taken = method === undefined ? `${meant}, because code_challenge_method is missing` : method
  if ((method ?? meant) === 'S256') return `${s256Fault(challenge)} The method is ${taken}.`
  if (/^plain$/i.test(method ?? meant)) return plainFault(challenge, taken)
  if (method === 's256') return 'code_challenge_method is s256. It must be S256, with a capital S.'
  // Not shown: it could be anything.
  return 'code_challenge_method must be S256 or plain.'
}

function s256Fault(challenge: string): string {
  const { length } = challenge
  if (/^[0-9a-f]{64}$/i.test(challenge)) {
    return 'code_challenge looks like a hash in hex. It must be the base64url of the bytes of the hash.'
  }
  if (/^[\w-]{43}=$/.test(challenge)) {
    return 'code_challenge ends with an equals sign. It must have no padding.'
  }
  if (length !== s256Length) return `code_challenge has ${length} characters. It must have 43.`
  if (/[+/]/.test(challenge)) {
    return 'code_challenge is base64, with + or /. It must be base64url, with - and _ instead.'
  }
  return 'code_challenge has a character that is not base64url.'
}

function plainFault(challenge: string, taken: string): string {
  const { length } = challenge
  if (length < 43 || length > 128) {
    return `code_challenge has ${length} characters. It must have 43 to 128. The method is ${taken}.`
  }
  if (!/^[\w.~-]+$/.test(challenge)) {
    return `code_challenge has a character other than A-Z a-z 0-9 - . _ ~. The method is ${taken}.`
  }
  return 'code_challenge_method spells plain in a way that is not accepted.'
}

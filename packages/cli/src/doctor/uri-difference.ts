import { isLoopback } from '../loopback.ts'
import { parsedUrl } from '../parsed-url.ts'

/** In what two addresses differ, in words that hold neither of them. */
export function firstDifference(one: string, other: string): string {
  const [a, b] = [parsedUrl(one), parsedUrl(other)]
  if (a === undefined || b === undefined) return 'one of them is not a URL'
  if (a.protocol !== b.protocol) return 'http and https differ'
  if (a.hostname !== b.hostname) return hostDifference(a, b)
  if (a.port !== b.port) return 'the ports differ'
  if (a.pathname !== b.pathname) return pathDifference(a.pathname, b.pathname)
  if (a.search !== b.search) return 'the queries differ'
  return 'the same address is spelled differently (capital letters, default port, slash or #)'
}

function hostDifference(a: URL, b: URL): string {
  const [one, other] = [a.hostname, b.hostname]
  if (`www.${one}` === other || one === `www.${other}`) return 'one of the hosts has www. in front'
  if (isLoopback(a) && isLoopback(b))
    return 'localhost and its IP address are different hosts, also for cookies'
  return `the host is ${one}, expected is ${other}`
}

function pathDifference(one: string, other: string): string {
  if (`${one}/` === other || one === `${other}/`) return 'one of them ends with a slash'
  if (one.toLowerCase() === other.toLowerCase()) return 'the paths differ in capital letters'
  return 'the paths differ'
}

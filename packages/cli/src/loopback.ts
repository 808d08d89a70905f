/** Whether a host is this machine, as far as its name says. An IPv6 address is in brackets. */
export function isLoopback({ hostname }: { hostname: string }): boolean {
  return /^((.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

/** What the store of version 1 wrote, read back command by command. */
export const version1: readonly string[][] = [
  ['ZADD', 'mercadopago:{1234567890}:due', '1', '117'],
  ['ZADD', 'mercadopago:{1234567890}:due', '1808092800001', '112'],
  ['ZADD', 'mercadopago:{1234567890}:due', '1808215872345', '111'],
  ['ZADD', 'mercadopago:{1234567890}:ids', '0', '111'],
  ['ZADD', 'mercadopago:{1234567890}:ids', '0', '112'],
  ['ZADD', 'mercadopago:{1234567890}:ids', '0', '113'],
  ['ZADD', 'mercadopago:{1234567890}:ids', '0', '114'],
  ['ZADD', 'mercadopago:{1234567890}:ids', '0', '115'],
  ['ZADD', 'mercadopago:{1234567890}:ids', '0', '116'],
  ['ZADD', 'mercadopago:{1234567890}:ids', '0', '117'],
  ['ZADD', 'mercadopago:{1234567890}:ids', '0', '~canary'],
  ['HSET', 'mercadopago:{1234567890}:leases', '111', '4102444800001:running-holder'],
  ['HSET', 'mercadopago:{1234567890}:leases', '112', '1795769895963:dead-holder'],
  ['ZADD', 'mercadopago:{1234567890}:owners', '0', '=shop-1:111'],
  ['ZADD', 'mercadopago:{1234567890}:owners', '0', '=shop-1:112'],
  ['ZADD', 'mercadopago:{1234567890}:owners', '0', '=shop-1:113'],
  ['ZADD', 'mercadopago:{1234567890}:owners', '0', '=shop-1:114'],
  ['ZADD', 'mercadopago:{1234567890}:owners', '0', '=shop-1:117'],
  [
    'ZADD',
    'mercadopago:{1234567890}:owners',
    '0',
    '=tienda%3A%20%C3%B1and%C3%BA%20%221%22%2F%F0%9F%A6%99%5C:116',
  ],
  [
    'HSET',
    'mercadopago:{1234567890}:sellers',
    '111',
    '1764000000001:=shop-1:{"accessToken":"v1.keyident.nonce-a.access","refreshToken":"v1.keyident.nonce-r.refresh","expiresAt":"2027-05-20T10:11:12.345Z","dueAt":"2027-04-20T10:11:12.345Z","lostReason":null,"owner":"shop-1","scope":"offline_access read write","publicKey":"APP_USR-key","liveMode":true,"linkedAt":"2026-11-21T10:11:12.345Z","renewedAt":null}',
  ],
  [
    'HSET',
    'mercadopago:{1234567890}:sellers',
    '112',
    '1764000000002:=shop-1:{"accessToken":"v1.keyident.nonce-a.access","refreshToken":"v1.keyident.nonce-r.refresh","expiresAt":"2027-05-20T10:11:12.345Z","dueAt":"2027-04-19T00:00:00.001Z","lostReason":null,"owner":"shop-1","scope":"offline_access read write","publicKey":"APP_USR-key","liveMode":true,"linkedAt":"2026-11-21T10:11:12.345Z","renewedAt":"2026-12-01T00:00:00.000Z"}',
  ],
  [
    'HSET',
    'mercadopago:{1234567890}:sellers',
    '113',
    '1764000000001:=shop-1:{"accessToken":"v1.keyident.nonce-a.access","refreshToken":"v1.keyident.nonce-r.refresh","expiresAt":"2027-05-20T10:11:12.345Z","dueAt":null,"lostReason":"revoked","owner":"shop-1","scope":"offline_access read write","publicKey":"APP_USR-key","liveMode":true,"linkedAt":"2026-11-21T10:11:12.345Z","renewedAt":"2026-12-02T01:02:03.004Z"}',
  ],
  [
    'HSET',
    'mercadopago:{1234567890}:sellers',
    '114',
    '1764000000001:=shop-1:{"accessToken":"v1.keyident.nonce-a.access","refreshToken":null,"expiresAt":"2027-05-20T10:11:12.345Z","dueAt":null,"lostReason":"no_offline_access","owner":"shop-1","scope":"","publicKey":null,"liveMode":null,"linkedAt":"2026-11-21T10:11:12.345Z","renewedAt":null}',
  ],
  [
    'HSET',
    'mercadopago:{1234567890}:sellers',
    '115',
    '1764000000001::{"accessToken":"v1.keyident.nonce-a.access","refreshToken":"v1.keyident.nonce-r.refresh","expiresAt":"2027-05-20T10:11:12.345Z","dueAt":null,"lostReason":"rotation_lost","owner":null,"scope":"offline_access read write","publicKey":"APP_USR-key","liveMode":false,"linkedAt":"2026-11-21T10:11:12.345Z","renewedAt":null}',
  ],
  [
    'HSET',
    'mercadopago:{1234567890}:sellers',
    '116',
    '1764000000001:=tienda%3A%20%C3%B1and%C3%BA%20%221%22%2F%F0%9F%A6%99%5C:{"accessToken":"v1.keyident.nonce-a.access","refreshToken":"v1.keyident.nonce-r.refresh","expiresAt":"2027-05-20T10:11:12.345Z","dueAt":null,"lostReason":"expired","owner":"tienda: ñandú \\"1\\"/🦙\\\\","scope":"offline_access read write","publicKey":"APP_USR-key","liveMode":true,"linkedAt":"2026-11-21T10:11:12.345Z","renewedAt":null}',
  ],
  [
    'HSET',
    'mercadopago:{1234567890}:sellers',
    '117',
    '9007199254740991:=shop-1:{"accessToken":"v1.keyident.nonce-a.access","refreshToken":"v1.keyident.nonce-r.refresh","expiresAt":"2027-05-20T10:11:12.345Z","dueAt":"1970-01-01T00:00:00.001Z","lostReason":null,"owner":"shop-1","scope":"read \\"quoted\\" \u2028 ñ/🦙\\\\","publicKey":"a:{b}:","liveMode":true,"linkedAt":"1970-01-01T00:00:00.000Z","renewedAt":null}',
  ],
  [
    'HSET',
    'mercadopago:{1234567890}:sellers',
    '~canary',
    '1::{"accessToken":"v1.keyident.nonce-a.access","refreshToken":null,"expiresAt":"2026-11-21T10:11:12.345Z","dueAt":null,"lostReason":null,"owner":null,"scope":"","publicKey":null,"liveMode":null,"linkedAt":"2026-11-21T10:11:12.345Z","renewedAt":null}',
  ],
  ['ZADD', 'mercadopago:{app%3A%7B1%7D}:due', '1808215872345', '111'],
  ['ZADD', 'mercadopago:{app%3A%7B1%7D}:ids', '0', '111'],
  ['ZADD', 'mercadopago:{app%3A%7B1%7D}:owners', '0', '=shop-1:111'],
  [
    'HSET',
    'mercadopago:{app%3A%7B1%7D}:sellers',
    '111',
    '5:=shop-1:{"accessToken":"v1.keyident.nonce-a.access","refreshToken":"v1.keyident.nonce-r.refresh","expiresAt":"2027-05-20T10:11:12.345Z","dueAt":"2027-04-20T10:11:12.345Z","lostReason":null,"owner":"shop-1","scope":"offline_access read write","publicKey":"APP_USR-key","liveMode":true,"linkedAt":"2026-11-21T10:11:12.345Z","renewedAt":null}',
  ],
]

/** The entry of a seller of application 1234567890 there. */
export function version1Entry(sellerId: string): string {
  const [, , , entry = ''] =
    version1.find(([, key, id]) => key?.endsWith('{1234567890}:sellers') && id === sellerId) ?? []
  return entry
}

import type { Item, Preference } from '../checkout/preference.ts'
import type { SavedEntry } from '../grants/expiring-map.ts'
import type { Grant } from '../grants/grant.ts'
import type { IssuedCode, IssuedRefreshToken, SavedLedger } from '../grants/ledger.ts'
import { assertOption } from '../option.ts'
import {
  type Application,
  type ApplicationOptions,
  createApplication,
  type Scope,
} from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import { createSwitches } from '../switches/switches.ts'
import { SavedObject } from './saved-object.ts'
import { type SavedState, savedFormat } from './saved-state.ts'

/**
 * Reads what was saved.
 *
 * @throws Error that says where it is not what it should be.
 */
export function readSavedState(text: string): SavedState {
  const saved = new SavedObject(JSON.parse(text), 'state')
  const format = saved.number('format')
  assertOption(format === savedFormat, 'state.format', `${savedFormat}`)
  return {
    format: savedFormat,
    clockOffsetMs: saved.number('clockOffsetMs'),
    switches: { ...createSwitches(saved.object('switches').copy(), () => {}) },
    applications: saved.list('applications', readApplication),
    connections: saved.list('connections', (each) => ({
      sellerId: each.number('sellerId'),
      clientId: each.string('clientId'),
      since: each.date('since'),
    })),
    ledger: readLedger(saved.object('ledger')),
    lastCalls: saved.list('lastCalls', (each) => ({
      clientId: each.string('clientId'),
      userId: each.number('userId'),
      atMs: each.number('atMs'),
    })),
    preferences: saved.list('preferences', readPreference),
  }
}

function readApplication(saved: SavedObject): Application {
  const owner = saved.object('owner')
  return createApplication({
    ...(saved.copy() as ApplicationOptions),
    clientId: saved.string('clientId'),
    owner: {
      ...(owner.copy() as unknown as Seller),
      id: owner.number('id'),
      ...(owner.has('registeredAt') && { registeredAt: owner.date('registeredAt') }),
    },
  })
}

function readLedger(saved: SavedObject): SavedLedger {
  return {
    codes: saved.list('codes', (each) => readEntry(each, readCode)),
    accessTokens: saved.list('accessTokens', (each) => readEntry(each, readGrant)),
    refreshTokens: saved.list('refreshTokens', (each) => readEntry(each, readRefreshToken)),
  }
}

function readEntry<Value>(
  saved: SavedObject,
  read: (value: SavedObject) => Value,
): SavedEntry<Value> {
  const value = read(saved.object('value'))
  return { key: saved.string('key'), value, expiresAtMs: saved.number('expiresAtMs') }
}

function readCode(saved: SavedObject): IssuedCode {
  const challenge = saved.has('challenge') ? saved.object('challenge') : undefined
  return {
    grant: readGrant(saved.object('grant')),
    redirectUri: saved.string('redirectUri'),
    challenge: challenge && {
      value: challenge.string('value'),
      method: challenge.string('method') === 'S256' ? 'S256' : 'plain',
    },
  }
}

function readRefreshToken(saved: SavedObject): IssuedRefreshToken {
  return { grant: readGrant(saved.object('grant')), accessToken: saved.string('accessToken') }
}

function readGrant(saved: SavedObject): Grant {
  const scopes = saved.any('scopes')
  assertOption(Array.isArray(scopes), 'scopes', 'a list')
  return {
    clientId: saved.string('clientId'),
    userId: saved.number('userId'),
    scopes: scopes.map((scope) => String(scope) as Scope),
    isLive: saved.boolean('isLive'),
    secretMark: saved.string('secretMark'),
  }
}

function readPreference(saved: SavedObject): Preference {
  return {
    id: saved.string('id'),
    clientId: saved.string('clientId'),
    sellerId: saved.number('sellerId'),
    createdAt: saved.date('createdAt'),
    items: saved.list('items', readItem),
    marketplaceFee: saved.number('marketplaceFee'),
    request: saved.object('request').copy(),
    ...(saved.has('paidAt') && { paidAt: saved.date('paidAt') }),
  }
}

function readItem(saved: SavedObject): Item {
  const quantity = saved.number('quantity')
  const title = saved.string('title')
  return { ...saved.copy(), title, quantity, unit_price: saved.number('unit_price') }
}

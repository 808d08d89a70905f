import { Session } from 'node:inspector'

/** How many entries each map and set holds, by the path of fields that leads there. */
export type MapSizes = Record<string, number>

interface RemoteObject {
  readonly type: string
  readonly subtype?: string
  readonly description?: string
  readonly objectId?: string
}

interface Property {
  readonly name: string
  readonly value?: RemoteObject
}

/** What an object of ours is made of, no deeper: an emitter's or a driver's insides are not judged. */
const deepest = 4

/**
 * The maps and sets within objects, private fields included: what a debugger sees. An object that no
 * field of another leads to must be named itself.
 */
export function mapSizes(roots: Readonly<Record<string, object>>): MapSizes {
  const session = new Session()
  session.connect()
  Object.assign(globalThis, { inspectedRoots: roots })
  try {
    const sizes: MapSizes = {}
    for (const name of Object.keys(roots)) {
      const expression = `globalThis.inspectedRoots[${JSON.stringify(name)}]`
      const { result } = posted<{ result: RemoteObject }>(session, 'Runtime.evaluate', {
        expression,
        objectGroup: 'maps',
      })
      visit(session, name, result, sizes, 0)
    }
    return sizes
  } finally {
    Reflect.deleteProperty(globalThis, 'inspectedRoots')
    session.post('Runtime.releaseObjectGroup', { objectGroup: 'maps' })
    session.disconnect()
  }
}

function visit(
  session: Session,
  path: string,
  { type, subtype, description = '', objectId }: RemoteObject,
  sizes: MapSizes,
  depth: number,
): void {
  if (objectId === undefined || type !== 'object') return
  if (subtype === 'map' || subtype === 'set') {
    sizes[path] = Number(/\((\d+)\)$/.exec(description)?.[1])
    return
  }
  if (subtype !== undefined || depth === deepest) return
  const { result, privateProperties = [] } = posted<{
    result: Property[]
    privateProperties?: Property[]
  }>(session, 'Runtime.getProperties', { objectId, ownProperties: true })
  for (const { name, value } of [...result, ...privateProperties]) {
    if (value !== undefined && name !== '__proto__') {
      visit(session, `${path}.${name}`, value, sizes, depth + 1)
    }
  }
}

/** Within one process the response is there when the call returns. */
function posted<Result>(session: Session, method: string, params: object): Result {
  let response: Result | undefined
  session.post(method, params, (error, result) => {
    if (error) throw error
    response = result as Result
  })
  return response as Result
}

import { assertOptionalBoolean } from '../option.ts'

/** Whether visitors who are not signed in may link. */
export interface VisitorOptions {
  /**
   * Let visitors who are not signed in begin and end attempts, also where there are `sellers`: their sellers
   * then have no owner. Default: nobody may where there are `sellers`, nor on ready-made routes.
   */
  anonymous?: boolean | undefined
}

/** Decides for one request. */
export type MayBeNobody = (request: { readonly requireUser?: boolean | undefined }) => boolean

/** The rule for all requests: a link without an owner is never made by accident. */
export function visitorRule({ anonymous }: VisitorOptions, hasSellers: boolean): MayBeNobody {
  assertOptionalBoolean(anonymous, 'anonymous')
  return ({ requireUser = false }) => anonymous ?? !(hasSellers || requireUser)
}

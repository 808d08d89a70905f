import type { ErrorCode } from 'mercadopago-oauth'

/** Every way a page of ours can fail. */
export type FailureCode =
  | Exclude<ErrorCode, `webhook_${string}`>
  | 'checkout_refused'
  | 'checkout_sent_before'
  | 'no_such_page'
  | 'foreign_form'
  | 'form_unreadable'
  | 'unexpected'

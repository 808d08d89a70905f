import { assertOption } from '../option.ts'

/** Where Mercado Pago's documents contradict each other about notifications, which side to take. */
export interface NotificationFormat {
  /** The unit of `ts` in the signature. Default: `milliseconds`, as the prose says; samples show both. */
  timestamp?: 'milliseconds' | 'seconds'
  /** The type of `user_id` in the body. Default: `number`; older typings have a string. */
  userId?: 'number' | 'string'
  /** Whether the body names the application, as `application_id`. Default: false, as in the sample. */
  applicationId?: boolean
}

/** @throws TypeError with code `ERR_INVALID_ARG_VALUE`. */
export function readNotificationFormat({
  timestamp = 'milliseconds',
  userId = 'number',
  applicationId = false,
}: NotificationFormat): Required<NotificationFormat> {
  assertOption(
    timestamp === 'milliseconds' || timestamp === 'seconds',
    'notificationFormat.timestamp',
    'milliseconds or seconds',
  )
  assertOption(
    userId === 'number' || userId === 'string',
    'notificationFormat.userId',
    'number or string',
  )
  assertOption(
    typeof applicationId === 'boolean',
    'notificationFormat.applicationId',
    'true or false',
  )
  return { timestamp, userId, applicationId }
}

import type { SwitchName } from '../../../switches/switches.ts'

/** What each switch means, as `switchTable` says it in English. */
export const switchMeanings: Record<SwitchName, string> = {
  denial:
    'Un vendedor que dice que no vuelve con `error=access_denied`, o ve una página y la aplicación no se entera.',
  missingChallenge:
    'Sin el `code_challenge` que PKCE exige hay una página de error, o permiso y después un rechazo al pedir los tokens, como en Mercado Libre.',
  missingChallengeMethod: 'Por qué se toma un `code_challenge` sin `code_challenge_method`.',
  plainMethodName: 'Cómo tiene que escribir `code_challenge_method` el método plain.',
  plainHttpRedirect:
    'Si una URL de redireccionamiento registrada puede ser http sin cifrar, como `http://localhost`.',
  redirectQuery: 'Si una URL de redireccionamiento registrada puede tener una query.',
  platformId: 'Si tiene que estar `platform_id=mp`.',
  longState: 'Si un `state` puede tener más de 255 caracteres.',
  consentingAccount:
    'Quién está en la página de permiso: un operador de la cuenta termina en una página de error con `invalid_operator_user_id`, como en Mercado Libre.',
  rememberedAccount:
    'Quién está en la página de permiso de un navegador que ya estuvo ahí: quien se elija, o la cuenta de la última vez, con un enlace a otra o sin él. `/logout` la olvida.',
  failedExchange: 'Si un verifier o una URL de redireccionamiento que no coincide gasta el código.',
  wrongVerifierError: 'Qué se responde a un verifier que no coincide.',
  unaskedVerifier: 'Qué pasa con un verifier cuando el permiso se pidió sin challenge.',
  expiredGrant: 'Qué se responde a un código o refresh token vencido.',
  withdrawnGrant: 'Qué se responde a un refresh token cuando el vendedor ya retiró la aplicación.',
  refreshToken:
    'Una renovación da un refresh token nuevo y termina el viejo, o deja vivos los dos, o no da ninguno y el viejo sigue.',
  renewedAccessToken: 'Qué pasa con el access token viejo después de una renovación.',
  secondConsent: 'Qué pasa con los tokens anteriores cuando un segundo permiso dio otros nuevos.',
  secretChange: 'Si un client secret nuevo termina los tokens dados bajo el anterior.',
  inactivity:
    'Si 120 días sin ningún pedido terminan lo que un vendedor permitió, como en Mercado Libre.',
  unknownFields: 'Qué pasa con los campos de un pedido de tokens que nadie pidió.',
  queryParameters: 'Qué pasa con una query en la dirección de un pedido de tokens.',
  testTokenPrefix: 'Con qué empiezan los tokens de un pedido con `test_token`.',
  testTokenLiveMode: 'El `live_mode` de los tokens de un pedido con `test_token`.',
  testTokenRenewal:
    'Un token de prueba renovado vuelve a ser de prueba, o solo si la renovación repite `test_token`.',
  renewalAnswer: 'Si una renovación repite `user_id`, `public_key` y `live_mode`.',
  tokenType: 'Cómo se escribe `token_type`.',
  scopeWords:
    'Las palabras de `scope`: en el orden de la aplicación, al revés, con una de más, o con tantas que pasan de 512 caracteres.',
  errorShape:
    'Los campos de un error al pedir tokens: como se registró, como en la referencia, o como en Mercado Libre.',
  invalidClientStatus: 'El status de `invalid_client`.',
  rateLimitBody:
    'El cuerpo de un 429: un error como los demás, solo las palabras `local_rate_limited`, o un error con el código del documento OpenAPI de Mercado Pago.',
  retryAfter: 'Si un 429 dice `Retry-After: 1`, salvo que la falla diga otra cosa.',
  orderErrorShape:
    'El cuerpo de un rechazo en `/v1/orders`: una lista `errors` como se observó, o el `Error` del documento OpenAPI de Mercado Pago.',
  orderRetry:
    'El mismo pedido con la misma `X-Idempotency-Key` se responde con la misma order, o con 409. Otro pedido con esa clave siempre es 409.',
  orderUserId: 'El tipo de `user_id` en una order.',
  ownerFee:
    'Qué pasa con `marketplace_fee` cuando el access token es de la propia cuenta de la aplicación.',
  notificationTimestamp: 'La unidad de `ts` en la firma.',
  notificationRetrySignature:
    'Si otra entrega lleva su propia hora, id de pedido y firma, o los de la primera.',
  notificationUserId: 'El tipo de `user_id`.',
  notificationApplicationId: 'Si el cuerpo tiene `application_id`.',
  notificationDataId: 'De quién es el id en `data.id`.',
  notificationLiveMode: 'Qué dice `live_mode`.',
  notificationRetries:
    'Cuándo se repite una entrega fallida: a los 15 min, 30 min, 6 h, 48 h y 96 h; a los 5 min, 45 min, 6 h, 48 h y 96 h; o a los 15 min y luego cada vez el doble, hasta 24 h.',
}

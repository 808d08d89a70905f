import type { SwitchTexts } from './switch-texts.ts'

export const switchTexts: SwitchTexts = {
  denial: {
    title: 'Cuando el vendedor cancela',
    positions: {
      redirect: 'El vendedor vuelve a la aplicación con `error=access_denied`.',
      silent: 'El vendedor ve una página. La aplicación no recibe nada.',
    },
  },
  missingChallenge: {
    title: 'PKCE es obligatorio y falta `code_challenge`',
    positions: {
      page: 'La solicitud de autorización falla con una página de error.',
      token:
        'El vendedor puede dar acceso. Después, el endpoint de tokens rechaza el código, como en Mercado Libre.',
    },
  },
  missingChallengeMethod: {
    title: 'Falta `code_challenge_method`',
    positions: { plain: 'El método es `plain`.', S256: 'El método es `S256`.' },
  },
  plainMethodName: {
    title: 'Cómo se escribe el método plain',
    positions: {
      either: 'Se aceptan `plain` y `Plain`.',
      plain: 'Solo se acepta `plain`.',
      Plain: 'Solo se acepta `Plain`.',
    },
  },
  plainHttpRedirect: {
    title: 'URLs de redireccionamiento sin https',
    positions: {
      accepted: 'Una URL de redireccionamiento con http funciona, como `http://localhost`.',
      refused: 'Solo funciona una URL de redireccionamiento con https.',
    },
  },
  redirectQuery: {
    title: 'URLs de redireccionamiento con query',
    positions: {
      accepted: 'Una URL de redireccionamiento registrada con query funciona.',
      refused: 'La solicitud de autorización falla si la URL de redireccionamiento tiene query.',
    },
  },
  platformId: {
    title: 'El parámetro `platform_id=mp`',
    positions: {
      ignored: 'El parámetro no tiene efecto.',
      required: 'Una solicitud de autorización sin el parámetro falla.',
    },
  },
  longState: {
    title: 'Un `state` de más de 255 caracteres',
    positions: {
      accepted: 'La solicitud de autorización funciona.',
      refused: 'La solicitud de autorización falla.',
    },
  },
  consentingAccount: {
    title: 'Rol del usuario en la página de autorización',
    positions: {
      administrator: 'El usuario es el administrador de la cuenta y puede dar acceso.',
      operator:
        'El usuario es un operador y no puede dar acceso. Una página de error muestra `invalid_operator_user_id`, como en Mercado Libre.',
    },
  },
  rememberedAccount: {
    title: 'Cuenta de un navegador que vuelve',
    positions: {
      ignored: 'La página de autorización muestra siempre todas las cuentas.',
      changeable:
        'La página de autorización muestra la última cuenta y un enlace para usar otra. `/logout` cierra la sesión.',
      fixed: 'La página de autorización muestra solo la última cuenta. `/logout` cierra la sesión.',
    },
  },
  failedExchange: {
    title: 'Canje con un verifier o una URL de redireccionamiento incorrectos',
    positions: {
      spends: 'El código deja de servir.',
      keeps: 'El código todavía se puede canjear.',
    },
  },
  wrongVerifierError: {
    title: 'Error por un verifier incorrecto',
    positions: {
      invalid_grant: 'El error es `invalid_grant`.',
      invalid_request: 'El error es `invalid_request`.',
    },
  },
  unaskedVerifier: {
    title: 'Se envía un verifier, pero no hubo challenge',
    positions: {
      refused: 'El canje falla.',
      ignored: 'El verifier se ignora y el canje funciona.',
    },
  },
  expiredGrant: {
    title: 'Error por un código o refresh token vencido',
    positions: {
      invalid_grant: 'El error es `invalid_grant`.',
      expired_grant: 'El error es `expired_grant`.',
    },
  },
  withdrawnGrant: {
    title: 'Error por un refresh token después de que el vendedor retiró el acceso',
    positions: {
      invalid_grant: 'El error es `invalid_grant`.',
      unauthorized_client: 'El error es `unauthorized_client`.',
    },
  },
  refreshToken: {
    title: 'Refresh token en una renovación',
    positions: {
      rotates: 'La respuesta trae un refresh token nuevo. El anterior deja de servir.',
      reusable: 'La respuesta trae un refresh token nuevo. El anterior sigue sirviendo.',
      kept: 'La respuesta no trae refresh token. El anterior sigue sirviendo.',
    },
  },
  renewedAccessToken: {
    title: 'Access token anterior después de una renovación',
    positions: {
      lives: 'Sirve hasta que vence.',
      ends: 'Deja de servir de inmediato.',
    },
  },
  secondConsent: {
    title: 'Tokens anteriores cuando el vendedor autoriza otra vez',
    positions: {
      keeps: 'Siguen sirviendo.',
      ends: 'Dejan de servir cuando se canjea el código nuevo.',
    },
  },
  secretChange: {
    title: 'Códigos y tokens cuando cambia el client secret',
    positions: { keeps: 'Siguen sirviendo.', ends: 'Dejan de servir.' },
  },
  inactivity: {
    title: 'Tokens que no se usan durante 120 días',
    positions: {
      lives: 'Sirven hasta que vencen.',
      ends: 'Dejan de servir, como en Mercado Libre.',
    },
  },
  unknownFields: {
    title: 'Campos desconocidos en una solicitud de tokens',
    positions: {
      ignored: 'Se ignoran.',
      refused: 'La solicitud falla con `invalid_request`.',
    },
  },
  queryParameters: {
    title: 'Query en la URL de una solicitud de tokens',
    positions: {
      ignored: 'Se ignora.',
      refused: 'La solicitud falla con `invalid_request`.',
    },
  },
  testTokenPrefix: {
    title: 'Prefijo de los tokens de prueba',
    positions: {
      TEST: 'Los tokens de una solicitud con `test_token` empiezan con `TEST-`.',
      APP_USR: 'Empiezan con `APP_USR-`, como todos los demás.',
    },
  },
  testTokenLiveMode: {
    title: '`live_mode` de los tokens de prueba',
    positions: {
      false: 'La respuesta a una solicitud con `test_token` trae `live_mode: false`.',
      true: 'La respuesta a una solicitud con `test_token` trae `live_mode: true`.',
    },
  },
  testTokenRenewal: {
    title: 'Renovación de un token de prueba',
    positions: {
      remembered: 'El token nuevo es de prueba.',
      repeated: 'El token nuevo es de prueba solo si la solicitud trae otra vez `test_token`.',
    },
  },
  renewalResponse: {
    title: 'Campos en la respuesta a una renovación',
    positions: {
      full: 'La respuesta trae `user_id`, `public_key` y `live_mode`.',
      sparse: 'La respuesta no trae esos tres campos.',
    },
  },
  tokenType: {
    title: 'Cómo se escribe `token_type`',
    positions: {
      Bearer: 'La respuesta trae `Bearer`.',
      bearer: 'La respuesta trae `bearer`.',
    },
  },
  scopeWords: {
    title: 'Valor de `scope`',
    positions: {
      registered: 'Los scopes en el orden de la aplicación.',
      reversed: 'Los scopes en orden inverso.',
      extra: 'Los scopes y uno desconocido.',
      long: 'Los scopes y otros desconocidos: más de 512 caracteres.',
    },
  },
  errorShape: {
    title: 'Campos de un error del endpoint de tokens',
    positions: {
      error: '`message`, `error`, `status` y `cause`, como se observó.',
      errorKey: '`errorKey` en lugar de `error`, como en la referencia.',
      error_description: '`error_description` en lugar de `message`, como en Mercado Libre.',
    },
  },
  invalidClientStatus: {
    title: 'Status de `invalid_client`',
    positions: { 400: 'El status es 400.', 401: 'El status es 401.' },
  },
  rateLimitBody: {
    title: 'Cuerpo de una respuesta 429',
    positions: {
      json: 'JSON con el error `local_rate_limited`.',
      text: 'El texto `local_rate_limited`, sin JSON.',
      too_many_requests:
        'JSON con el error `too_many_requests`, como en el documento OpenAPI de Mercado Pago.',
    },
  },
  retryAfter: {
    title: '`Retry-After` de una respuesta 429',
    positions: {
      absent: 'Falta el encabezado, salvo que la falla lo indique.',
      present: 'El encabezado es `1`, salvo que la falla indique otro.',
    },
  },
  orderErrorShape: {
    title: 'Cuerpo de un error en `/v1/orders`',
    positions: {
      errors: 'Una lista `errors`, como se observó.',
      error: 'Un `Error`, como en el documento OpenAPI de Mercado Pago.',
    },
  },
  orderRetry: {
    title: 'La misma solicitud de order con la misma `X-Idempotency-Key`',
    positions: {
      repeats: 'La respuesta trae la misma order. Una solicitud distinta recibe 409.',
      refused: 'La respuesta es 409.',
    },
  },
  orderUserId: {
    title: 'Tipo de `user_id` en una order',
    positions: { string: 'Es un texto.', number: 'Es un número.' },
  },
  ownerFee: {
    title: '`marketplace_fee` con el access token de la propia aplicación',
    positions: {
      refused: 'La solicitud falla con 404.',
      ignored: 'La comisión se ignora y la order se crea.',
    },
  },
  notificationTimestamp: {
    title: 'Unidad de `ts` en la firma',
    positions: { seconds: 'Segundos.', milliseconds: 'Milisegundos.' },
  },
  notificationRetrySignature: {
    title: 'Firma de una entrega repetida',
    positions: {
      anew: 'Cada entrega lleva su propia hora, id de solicitud y firma.',
      first: 'Cada entrega lleva la hora, el id de solicitud y la firma de la primera.',
    },
  },
  notificationUserId: {
    title: 'Tipo de `user_id` en una notificación',
    positions: { number: 'Es un número.', string: 'Es un texto.' },
  },
  notificationApplicationId: {
    title: '`application_id` en una notificación',
    positions: {
      absent: 'El cuerpo no tiene el campo.',
      present: 'El cuerpo tiene el campo.',
    },
  },
  notificationDataId: {
    title: 'Significado de `data.id`',
    positions: {
      seller: 'Es el id del vendedor.',
      application: 'Es el id de la aplicación.',
    },
  },
  notificationLiveMode: {
    title: '`live_mode` en una notificación',
    positions: { true: 'Es `true`.', false: 'Es `false`.' },
  },
  notificationRetries: {
    title: 'Reintentos de una entrega fallida',
    positions: {
      '15-minutes': 'A los 15 min, 30 min, 6 h, 48 h y 96 h.',
      '5-minutes': 'A los 5 min, 45 min, 6 h, 48 h y 96 h.',
      exponential: 'A los 15 min. Cada espera siguiente dura el doble, hasta 24 h.',
    },
  },
}

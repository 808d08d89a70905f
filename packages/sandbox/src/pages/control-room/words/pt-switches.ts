import type { SwitchTexts } from './switch-texts.ts'

export const switchTexts: SwitchTexts = {
  denial: {
    title: 'Quando o vendedor cancela',
    positions: {
      redirect: 'O vendedor volta ao aplicativo com `error=access_denied`.',
      silent: 'O vendedor vê uma página. O aplicativo não recebe nada.',
    },
  },
  missingChallenge: {
    title: 'PKCE é obrigatório e falta `code_challenge`',
    positions: {
      page: 'A solicitação de autorização falha com uma página de erro.',
      token:
        'O vendedor pode dar acesso. Depois, o endpoint de tokens recusa o código, como no Mercado Livre.',
    },
  },
  missingChallengeMethod: {
    title: 'Falta `code_challenge_method`',
    positions: { plain: 'O método é `plain`.', S256: 'O método é `S256`.' },
  },
  plainMethodName: {
    title: 'Como se escreve o método plain',
    positions: {
      either: '`plain` e `Plain` são aceitos.',
      plain: 'Só `plain` é aceito.',
      Plain: 'Só `Plain` é aceito.',
    },
  },
  plainHttpRedirect: {
    title: 'URLs de redirecionamento sem https',
    positions: {
      accepted: 'Uma URL de redirecionamento com http funciona, como `http://localhost`.',
      refused: 'Só uma URL de redirecionamento com https funciona.',
    },
  },
  redirectQuery: {
    title: 'URLs de redirecionamento com query',
    positions: {
      accepted: 'Uma URL de redirecionamento registrada com query funciona.',
      refused: 'A solicitação de autorização falha se a URL de redirecionamento tem query.',
    },
  },
  platformId: {
    title: 'O parâmetro `platform_id=mp`',
    positions: {
      ignored: 'O parâmetro não tem efeito.',
      required: 'Uma solicitação de autorização sem o parâmetro falha.',
    },
  },
  longState: {
    title: 'Um `state` com mais de 255 caracteres',
    positions: {
      accepted: 'A solicitação de autorização funciona.',
      refused: 'A solicitação de autorização falha.',
    },
  },
  consentingAccount: {
    title: 'Papel do usuário na página de autorização',
    positions: {
      administrator: 'O usuário é o administrador da conta e pode dar acesso.',
      operator:
        'O usuário é um operador e não pode dar acesso. Uma página de erro mostra `invalid_operator_user_id`, como no Mercado Livre.',
    },
  },
  rememberedAccount: {
    title: 'Conta de um navegador que volta',
    positions: {
      ignored: 'A página de autorização mostra sempre todas as contas.',
      changeable:
        'A página de autorização mostra a última conta e um link para usar outra. `/logout` encerra a sessão.',
      fixed: 'A página de autorização mostra só a última conta. `/logout` encerra a sessão.',
    },
  },
  failedExchange: {
    title: 'Troca com um verifier ou uma URL de redirecionamento incorretos',
    positions: {
      spends: 'O código deixa de valer.',
      keeps: 'O código ainda pode ser trocado.',
    },
  },
  wrongVerifierError: {
    title: 'Erro para um verifier incorreto',
    positions: {
      invalid_grant: 'O erro é `invalid_grant`.',
      invalid_request: 'O erro é `invalid_request`.',
    },
  },
  unaskedVerifier: {
    title: 'Um verifier é enviado, mas não houve challenge',
    positions: {
      refused: 'A troca falha.',
      ignored: 'O verifier é ignorado e a troca funciona.',
    },
  },
  expiredGrant: {
    title: 'Erro para um código ou refresh token vencido',
    positions: {
      invalid_grant: 'O erro é `invalid_grant`.',
      expired_grant: 'O erro é `expired_grant`.',
    },
  },
  withdrawnGrant: {
    title: 'Erro para um refresh token depois que o vendedor removeu o acesso',
    positions: {
      invalid_grant: 'O erro é `invalid_grant`.',
      unauthorized_client: 'O erro é `unauthorized_client`.',
    },
  },
  refreshToken: {
    title: 'Refresh token em uma renovação',
    positions: {
      rotates: 'A resposta traz um refresh token novo. O anterior deixa de valer.',
      reusable: 'A resposta traz um refresh token novo. O anterior continua valendo.',
      kept: 'A resposta não traz refresh token. O anterior continua valendo.',
    },
  },
  renewedAccessToken: {
    title: 'Access token anterior depois de uma renovação',
    positions: {
      lives: 'Vale até vencer.',
      ends: 'Deixa de valer na hora.',
    },
  },
  secondConsent: {
    title: 'Tokens anteriores quando o vendedor autoriza outra vez',
    positions: {
      keeps: 'Continuam valendo.',
      ends: 'Deixam de valer quando o código novo é trocado.',
    },
  },
  secretChange: {
    title: 'Códigos e tokens quando o client secret muda',
    positions: { keeps: 'Continuam valendo.', ends: 'Deixam de valer.' },
  },
  inactivity: {
    title: 'Tokens sem uso durante 120 dias',
    positions: {
      lives: 'Valem até vencer.',
      ends: 'Deixam de valer, como no Mercado Livre.',
    },
  },
  unknownFields: {
    title: 'Campos desconhecidos em uma solicitação de tokens',
    positions: {
      ignored: 'São ignorados.',
      refused: 'A solicitação falha com `invalid_request`.',
    },
  },
  queryParameters: {
    title: 'Query na URL de uma solicitação de tokens',
    positions: {
      ignored: 'É ignorada.',
      refused: 'A solicitação falha com `invalid_request`.',
    },
  },
  testTokenPrefix: {
    title: 'Prefixo dos tokens de teste',
    positions: {
      TEST: 'Os tokens de uma solicitação com `test_token` começam com `TEST-`.',
      APP_USR: 'Começam com `APP_USR-`, como todos os outros.',
    },
  },
  testTokenLiveMode: {
    title: '`live_mode` dos tokens de teste',
    positions: {
      false: 'A resposta a uma solicitação com `test_token` traz `live_mode: false`.',
      true: 'A resposta a uma solicitação com `test_token` traz `live_mode: true`.',
    },
  },
  testTokenRenewal: {
    title: 'Renovação de um token de teste',
    positions: {
      remembered: 'O token novo é de teste.',
      repeated: 'O token novo é de teste só se a solicitação traz `test_token` de novo.',
    },
  },
  renewalResponse: {
    title: 'Campos na resposta a uma renovação',
    positions: {
      full: 'A resposta traz `user_id`, `public_key` e `live_mode`.',
      sparse: 'A resposta não traz esses três campos.',
    },
  },
  tokenType: {
    title: 'Como se escreve `token_type`',
    positions: {
      Bearer: 'A resposta traz `Bearer`.',
      bearer: 'A resposta traz `bearer`.',
    },
  },
  scopeWords: {
    title: 'Valor de `scope`',
    positions: {
      registered: 'Os scopes na ordem do aplicativo.',
      reversed: 'Os scopes na ordem inversa.',
      extra: 'Os scopes e um desconhecido.',
      long: 'Os scopes e outros desconhecidos: mais de 512 caracteres.',
    },
  },
  errorShape: {
    title: 'Campos de um erro do endpoint de tokens',
    positions: {
      error: '`message`, `error`, `status` e `cause`, como foi observado.',
      errorKey: '`errorKey` em vez de `error`, como na referência.',
      error_description: '`error_description` em vez de `message`, como no Mercado Livre.',
    },
  },
  invalidClientStatus: {
    title: 'Status de `invalid_client`',
    positions: { 400: 'O status é 400.', 401: 'O status é 401.' },
  },
  rateLimitBody: {
    title: 'Corpo de uma resposta 429',
    positions: {
      json: 'JSON com o erro `local_rate_limited`.',
      text: 'O texto `local_rate_limited`, sem JSON.',
      too_many_requests:
        'JSON com o erro `too_many_requests`, como no documento OpenAPI do Mercado Pago.',
    },
  },
  retryAfter: {
    title: '`Retry-After` de uma resposta 429',
    positions: {
      absent: 'O cabeçalho falta, a não ser que a falha o indique.',
      present: 'O cabeçalho é `1`, a não ser que a falha indique outro.',
    },
  },
  orderErrorShape: {
    title: 'Corpo de um erro em `/v1/orders`',
    positions: {
      errors: 'Uma lista `errors`, como foi observado.',
      error: 'Um `Error`, como no documento OpenAPI do Mercado Pago.',
    },
  },
  orderRetry: {
    title: 'A mesma solicitação de order com a mesma `X-Idempotency-Key`',
    positions: {
      repeats: 'A resposta traz a mesma order. Uma solicitação diferente recebe 409.',
      refused: 'A resposta é 409.',
    },
  },
  orderUserId: {
    title: 'Tipo de `user_id` em uma order',
    positions: { string: 'É um texto.', number: 'É um número.' },
  },
  ownerFee: {
    title: '`marketplace_fee` com o access token do próprio aplicativo',
    positions: {
      refused: 'A solicitação falha com 404.',
      ignored: 'A comissão é ignorada e a order é criada.',
    },
  },
  notificationTimestamp: {
    title: 'Unidade de `ts` na assinatura',
    positions: { seconds: 'Segundos.', milliseconds: 'Milissegundos.' },
  },
  notificationRetrySignature: {
    title: 'Assinatura de uma entrega repetida',
    positions: {
      anew: 'Cada entrega tem hora, id de solicitação e assinatura próprios.',
      first: 'Cada entrega tem a hora, o id de solicitação e a assinatura da primeira.',
    },
  },
  notificationUserId: {
    title: 'Tipo de `user_id` em uma notificação',
    positions: { number: 'É um número.', string: 'É um texto.' },
  },
  notificationApplicationId: {
    title: '`application_id` em uma notificação',
    positions: {
      absent: 'O corpo não tem o campo.',
      present: 'O corpo tem o campo.',
    },
  },
  notificationDataId: {
    title: 'Significado de `data.id`',
    positions: {
      seller: 'É o id do vendedor.',
      application: 'É o id do aplicativo.',
    },
  },
  notificationLiveMode: {
    title: '`live_mode` em uma notificação',
    positions: { true: 'É `true`.', false: 'É `false`.' },
  },
  notificationRetries: {
    title: 'Novas tentativas de uma entrega que falhou',
    positions: {
      '15-minutes': 'Após 15 min, 30 min, 6 h, 48 h e 96 h.',
      '5-minutes': 'Após 5 min, 45 min, 6 h, 48 h e 96 h.',
      exponential: 'Após 15 min. Cada espera seguinte dura o dobro, até 24 h.',
    },
  },
}

import type { SwitchName } from '../../../switches/switches.ts'

/** What each switch means, as `switchTable` says it in English. */
export const switchMeanings: Record<SwitchName, string> = {
  denial:
    'Um vendedor que diz não volta com `error=access_denied`, ou vê uma página e o aplicativo não fica sabendo.',
  missingChallenge:
    'Sem o `code_challenge` que o PKCE exige há uma página de erro, ou permissão e depois uma recusa ao pedir os tokens, como no Mercado Livre.',
  missingChallengeMethod: 'Como se entende um `code_challenge` sem `code_challenge_method`.',
  plainMethodName: 'Como `code_challenge_method` precisa escrever o método plain.',
  plainHttpRedirect:
    'Se uma URL de redirecionamento registrada pode ser http sem cifra, como `http://localhost`.',
  redirectQuery: 'Se uma URL de redirecionamento registrada pode ter uma query.',
  platformId: 'Se `platform_id=mp` precisa estar presente.',
  longState: 'Se um `state` pode ter mais de 255 caracteres.',
  consentingAccount:
    'Quem está na página de permissão: um operador da conta termina numa página de erro com `invalid_operator_user_id`, como no Mercado Livre.',
  rememberedAccount:
    'Quem está na página de permissão de um navegador que já esteve ali: quem for escolhido, ou a conta da última vez, com um link para outra ou sem ele. `/logout` a esquece.',
  failedExchange: 'Se um verifier ou uma URL de redirecionamento que não confere gasta o código.',
  wrongVerifierError: 'O que se responde a um verifier que não confere.',
  unaskedVerifier: 'O que acontece com um verifier quando a permissão foi pedida sem challenge.',
  expiredGrant: 'O que se responde a um código ou refresh token vencido.',
  withdrawnGrant: 'O que se responde a um refresh token quando o vendedor já retirou o aplicativo.',
  refreshToken:
    'Uma renovação dá um refresh token novo e termina o velho, ou deixa os dois vivos, ou não dá nenhum e o velho continua.',
  renewedAccessToken: 'O que acontece com o access token velho depois de uma renovação.',
  secondConsent:
    'O que acontece com os tokens anteriores quando uma segunda permissão deu outros novos.',
  secretChange: 'Se um client secret novo termina os tokens dados sob o anterior.',
  inactivity:
    'Se 120 dias sem nenhum pedido terminam o que um vendedor permitiu, como no Mercado Livre.',
  unknownFields: 'O que acontece com campos de um pedido de tokens que ninguém pediu.',
  queryParameters: 'O que acontece com uma query no endereço de um pedido de tokens.',
  testTokenPrefix: 'Com o que começam os tokens de um pedido com `test_token`.',
  testTokenLiveMode: 'O `live_mode` dos tokens de um pedido com `test_token`.',
  testTokenRenewal:
    'Um token de teste renovado volta a ser de teste, ou só se a renovação repetir `test_token`.',
  renewalAnswer: 'Se uma renovação repete `user_id`, `public_key` e `live_mode`.',
  tokenType: 'Como se escreve `token_type`.',
  scopeWords:
    'As palavras de `scope`: na ordem do aplicativo, ao contrário, com uma a mais, ou com tantas que passam de 512 caracteres.',
  errorShape:
    'Os campos de um erro ao pedir tokens: como foi registrado, como na referência, ou como no Mercado Livre.',
  invalidClientStatus: 'O status de `invalid_client`.',
  rateLimitBody:
    'O corpo de um 429: um erro como os outros, só as palavras `local_rate_limited`, ou um erro com o código do documento OpenAPI do Mercado Pago.',
  retryAfter: 'Se um 429 diz `Retry-After: 1`, a não ser que a falha diga outra coisa.',
  orderErrorShape:
    'O corpo de uma recusa em `/v1/orders`: uma lista `errors` como foi observada, ou o `Error` do documento OpenAPI do Mercado Pago.',
  orderRetry:
    'O mesmo pedido com a mesma `X-Idempotency-Key` é respondido com a mesma order, ou com 409. Outro pedido com essa chave é sempre 409.',
  orderUserId: 'O tipo de `user_id` em uma order.',
  ownerFee:
    'O que acontece com `marketplace_fee` quando o access token é da própria conta do aplicativo.',
  notificationTimestamp: 'A unidade de `ts` na assinatura.',
  notificationRetrySignature:
    'Se outra entrega leva hora, id de pedido e assinatura próprios, ou os da primeira.',
  notificationUserId: 'O tipo de `user_id`.',
  notificationApplicationId: 'Se o corpo tem `application_id`.',
  notificationDataId: 'De quem é o id em `data.id`.',
  notificationLiveMode: 'O que `live_mode` diz.',
  notificationRetries:
    'Quando uma entrega que falhou é repetida: após 15 min, 30 min, 6 h, 48 h e 96 h; após 5 min, 45 min, 6 h, 48 h e 96 h; ou após 15 min e depois sempre o dobro, até 24 h.',
}

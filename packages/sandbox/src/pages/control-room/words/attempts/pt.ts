import type { AttemptWords } from './words.ts'

export const attempts: AttemptWords = {
  see: 'Ver o que aconteceu',
  back: 'Toda a atividade',
  requests: (count) => (count === 1 ? '1 solicitação' : `${count} solicitações`),
  kinds: { link: 'Vinculação de um vendedor', renewal: 'Renovação', other: 'Solicitação' },
  verdicts: {
    open: {
      title: 'Esperando o vendedor',
      text: 'A página de autorização foi mostrada. O vendedor ainda não decidiu.',
    },
    refused: {
      title: 'Solicitação recusada',
      text: 'A solicitação de autorização não era válida e o vendedor viu uma página de erro. O seu aplicativo não recebe nenhum aviso.',
    },
    denied: { title: 'O vendedor disse não', text: 'Não há código, portanto não há tokens.' },
    gone: {
      title: 'Página de autorização sem validade',
      text: 'A decisão veio de uma página que já tinha sido usada ou que tinha mais de dez minutos.',
    },
    unexchanged: {
      title: 'Código ainda não trocado',
      text: 'O navegador voltou com um código e o seu aplicativo não o trocou. Se continuar assim, o seu aplicativo recusou o retorno: por exemplo, porque o state era falso ou antigo demais.',
    },
    expired: {
      title: 'O código nunca foi trocado',
      text: 'Passaram dez minutos: o código não vale mais nada. O seu aplicativo recusou o retorno (por exemplo, porque o state era falso) ou nunca o recebeu.',
    },
    linked: {
      title: 'Vinculado',
      text: 'O vendedor autorizou o seu aplicativo, que trocou o código por tokens. Se mesmo assim o seu aplicativo mostra um erro, ele próprio recusou algo, e isso o sandbox não vê.',
    },
    replayed: {
      title: 'Código enviado duas vezes',
      text: 'O código foi trocado e depois chegou de novo. Um código vale uma vez só: a segunda solicitação foi recusada.',
    },
    spent: {
      title: 'Código já gasto',
      text: 'O código foi gasto em uma troca que falhou. Não vale mais.',
    },
    expired_code: { title: 'Código vencido', text: 'Um código vive dez minutos.' },
    unknown_code: {
      title: 'Código desconhecido',
      text: 'Não é nenhum dos códigos deste registro. Pode ser falso, ou mais antigo que o registro.',
    },
    wrong_verifier: {
      title: 'Verifier errado',
      text: 'O verifier não corresponde ao challenge. Quem o enviou não começou esta tentativa: não há tokens.',
    },
    missing_verifier: {
      title: 'Sem verifier',
      text: 'No começo chegou um challenge, então com o código tem que chegar um verifier. Não chegou: não há tokens.',
    },
    other_redirect_uri: {
      title: 'Outra URL de redirecionamento',
      text: 'O código está preso à URL de redirecionamento da solicitação de autorização. A solicitação de tokens indicou outra.',
    },
    client_refused: {
      title: 'Aplicativo não reconhecido',
      text: 'O client id ou o client secret não está certo.',
    },
    not_exchanged: {
      title: 'Não trocado',
      text: 'A solicitação de tokens foi recusada. A resposta diz por quê.',
    },
    renewed: { title: 'Renovado', text: 'O refresh token foi trocado por tokens novos.' },
    renewal_replayed: {
      title: 'Refresh token enviado duas vezes',
      text: 'O refresh token já tinha sido usado: a segunda solicitação foi recusada.',
    },
    not_renewed: {
      title: 'Não renovado',
      text: 'O refresh token foi recusado: venceu, já foi usado, a autorização foi retirada ou ele não existe.',
    },
    lost: {
      title: 'Resposta perdida',
      text: 'Uma falha provocada: a solicitação teve efeito, mas o seu aplicativo nunca viu a resposta. Os tokens que vinham nela se perderam.',
    },
    struck: {
      title: 'Falha provocada',
      text: 'Esta falha foi pedida na sala de controle ou pela API. A solicitação não foi processada.',
    },
    done: { title: 'Feito', text: 'A solicitação recebeu sua resposta.' },
    failed: { title: 'Recusado', text: 'A solicitação foi recusada.' },
  },
  sequence: 'O que aconteceu, passo a passo',
  parties: { browser: 'Navegador', app: 'Seu aplicativo', server: 'Mercado Pago' },
  shortParties: { browser: 'Navegador', app: 'Seu app', server: 'M. Pago' },
  steps: {
    send_away: {
      title: 'O seu aplicativo manda o navegador ao Mercado Pago',
      text: 'Antes ele inventa um segredo só para esta tentativa: o verifier. Guarda o verifier e dá ao navegador só a impressão digital dele (um hash SHA-256): o challenge.',
    },
    ask: { title: 'O navegador pede autorização' },
    ask_by_api: {
      title: 'Um teste responde no lugar do vendedor',
      text: 'Com approve() ou deny(), sem navegador.',
    },
    consent_page: { title: 'O vendedor vê a página de autorização' },
    error_page: { title: 'O vendedor vê uma página de erro' },
    allow: { title: 'O vendedor toca em “Permitir”' },
    deny: { title: 'O vendedor toca em “Cancelar”' },
    code: {
      title: 'O navegador volta com um código',
      text: 'Quem puder ler este endereço tem o código. Quanto ele vale? Veja abaixo.',
    },
    denial: { title: 'O navegador volta sem código' },
    silent_denial: {
      title: 'O vendedor vê uma última página',
      text: 'O seu aplicativo não recebe nenhum aviso.',
    },
    callback: {
      title: 'O navegador leva o código ao seu aplicativo',
      text: 'O seu aplicativo compara o state com o que deu a este navegador. Se o retorno é falso, ele o recusa aqui e não troca nada.',
    },
    callback_denied: { title: 'O navegador leva a negativa ao seu aplicativo' },
    exchange: {
      title: 'O código é enviado para receber tokens',
      text: 'De servidor para servidor: nada disso passa pelo navegador. Mas quem envia, o seu aplicativo ou um ladrão? O Mercado Pago não consegue ver isso, por isso confere.',
    },
    check: { title: 'O Mercado Pago confere o verifier (PKCE)' },
    tokens: { title: 'O seu aplicativo recebe tokens' },
    renew: { title: 'O refresh token é enviado para receber tokens novos' },
    new_tokens: { title: 'O seu aplicativo recebe tokens novos' },
    own_token: { title: 'O seu aplicativo pede um token da própria conta' },
    read_profile: { title: 'O seu aplicativo pergunta de quem é a conta' },
    profile: { title: 'O seu aplicativo recebe o perfil' },
    other: { title: 'Uma solicitação' },
    other_response: { title: 'A resposta' },
    error: { title: 'A solicitação é recusada' },
    no_response: { title: 'A conexão é cortada, sem resposta' },
  },
  withoutChallenge: 'Ele não envia nenhum challenge: esta tentativa vai sem PKCE.',
  withPlainChallenge:
    'Ele inventa um segredo só para esta tentativa, o verifier, mas dá ao navegador o próprio verifier como challenge (método plain). Com S256 seria só a impressão digital dele.',
  inferred: 'o sandbox não vê isto',
  awaited: 'o sandbox não vê isto; até agora não houve troca',
  stopsHere: 'Para aqui:',
  parameters: (count) => (count === 1 ? '1 parâmetro' : `${count} parâmetros`),
  hidden: 'encurtado aqui',
  meanings: {
    client_id: 'Qual aplicativo é. É público.',
    response_type: 'O aplicativo quer um código.',
    platform_id: 'Sempre mp.',
    redirect_uri: 'Para onde o navegador vai depois. Tem que estar registrada.',
    state: 'Um valor aleatório do seu aplicativo, com o qual ele reconhece a própria tentativa.',
    code_challenge:
      'Com S256 é o SHA-256 do verifier, e é público: ninguém consegue calcular o verifier com ele.',
    code_challenge_method: 'Como o challenge foi feito. S256 é SHA-256.',
    scope: 'O que o aplicativo pode fazer.',
    consent: 'Qual página de autorização foi.',
    seller: 'Quem decidiu.',
    decision: 'O que o vendedor decidiu.',
    grant_type: 'O que é trocado por tokens.',
    client_secret: 'A senha do seu aplicativo. Nunca passa pelo navegador.',
    code: 'Vale uma vez, por dez minutos.',
    code_verifier: 'O segredo desta tentativa. Até agora só o seu aplicativo o tinha.',
    refresh_token: 'Para renovar os tokens.',
    access_token: 'Com ele o seu aplicativo age em nome do vendedor.',
    expires_in: 'Quanto vive o access token, em segundos.',
    user_id: 'O vendedor.',
    public_key: 'Para formulários que recebem cartões no navegador.',
    error: 'Por que não, para programas.',
    message: 'Por que não, para pessoas.',
  },
  pkce: {
    verifier: 'O verifier que chegou com o código',
    length: (length) => `${length} caracteres; o meio está oculto aqui.`,
    malformed: 'Um verifier tem de 43 a 128 caracteres de A–Z, a–z, 0–9, - . _ ~. Este não tem.',
    hash: 'O SHA-256 dele',
    computed: 'Os mesmos bytes em base64url: o challenge calculado',
    computedMeaning: 'Outro verifier dá um challenge completamente diferente.',
    stored: 'O challenge que o Mercado Pago guardou',
    storedMeaning: 'Chegou com a primeira solicitação e foi guardado junto com o código.',
    storedPlain:
      'O método é plain: o challenge é o próprio verifier, por isso está encurtado aqui. Ele passou pelo navegador. Use S256.',
    same: 'São iguais. Quem envia o código também começou a tentativa: há tokens.',
    samePlain:
      'São iguais: há tokens. Mas quem leu a primeira solicitação também conhece este verifier.',
    different: 'São diferentes. Quem envia o código não começou a tentativa: não há tokens.',
    noVerifier: 'Não chegou nenhum verifier. Quem envia o código não prova nada: não há tokens.',
    noChallenge:
      'Com a primeira solicitação não chegou nenhum challenge: não há nada para comparar. Só o client secret protege este código.',
  },
  thief: {
    title: 'E se o código for roubado?',
    intro:
      'O código volta pelo navegador. Ali ele pode vazar: no histórico, no registro de um proxy, em uma extensão. Suponha que um ladrão o tem.',
    has: 'Passou pelo navegador: o ladrão pode ter',
    lacks: 'Nunca passou pelo navegador: o ladrão não tem',
    code: 'O código',
    challenge: 'O challenge',
    verifier: 'O verifier',
    secret: 'O client secret do seu aplicativo',
    tries: 'O que o ladrão pode tentar',
    alone: {
      title: 'Enviar o código sem verifier',
      text: 'Recusado: o Mercado Pago guardou um challenge, então tem que chegar um verifier.',
    },
    backwards: {
      title: 'Calcular o verifier a partir do challenge',
      text: 'Impossível: o SHA-256 só vai em uma direção.',
    },
    guess: {
      title: 'Inventar um verifier',
      text: 'O challenge dele é outro. Isto é o que dá um verifier inventado:',
    },
    guessed: 'Verifier inventado',
    ofGuess: 'O challenge dele',
    stored: 'Challenge guardado',
    inject: {
      title: 'Levar o código ao seu aplicativo, no navegador do ladrão',
      text: 'O seu aplicativo envia com ele o verifier da tentativa do ladrão. Também não corresponde a este challenge: recusado.',
    },
    conclusion:
      'Por isso o código roubado não vale nada: ele só serve junto com o verifier, e este só o seu aplicativo tem.',
    plain:
      'Com o método plain, o challenge é o verifier. Quem lê a primeira solicitação pode usar o código. Com S256 o código não valeria nada.',
    none: 'Esta tentativa foi sem PKCE. Um ladrão sem o client secret ainda pode levar o código ao seu aplicativo no próprio navegador, e o seu aplicativo o trocaria. Com PKCE o código não valeria nada.',
  },
  again: {
    title: 'Repetir com uma falha',
    intro:
      'Escolha o que dá errado na próxima tentativa. A falha atinge uma só solicitação; as seguintes funcionam normalmente.',
    renewalIntro:
      'Escolha o que dá errado na próxima renovação. A falha atinge uma só solicitação; as seguintes funcionam normalmente.',
    starts: (host) =>
      `Um clique repete toda a tentativa: o seu navegador vai para ${host} e o vendedor decide como antes. Você termina onde o vendedor termina.`,
    before: 'Repete uma tentativa anterior:',
    runs: 'Repetições desta tentativa',
    pending: 'Aguarda a próxima solicitação:',
    open: (origin) => `Abrir ${origin}`,
    openMore:
      'Vincule ali um vendedor mais uma vez. O sandbox não sabe em qual página do seu aplicativo isso começa: defina a URL de início em Aplicativos e um clique repete tudo.',
    startYourself: 'Agora vincule mais uma vez um vendedor no seu aplicativo.',
    startRenewal:
      'O seu aplicativo renova sozinho quando chega a hora de um token. Adiantar o relógio faz a hora chegar.',
    moreFaults: 'Mais falhas',
  },
}

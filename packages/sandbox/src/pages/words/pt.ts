import type { Words } from './words.ts'

export const pt: Words = {
  language: 'Português',
  chooseLanguage: 'Idioma',
  banner: 'Ambiente de testes local. Não é o Mercado Pago.',
  controlRoom: 'Sala de controle',
  skipToContent: 'Ir para o conteúdo',

  asks: (application) => `${application} quer se conectar à sua conta`,
  willBeAble: 'O que vai poder fazer',
  scopes: {
    read: {
      title: 'Ver as informações da sua conta',
      meaning: 'Seus dados, suas vendas e os pagamentos que você recebe.',
    },
    write: {
      title: 'Operar em seu nome',
      meaning: 'Por exemplo, cobrar e devolver pagamentos.',
    },
    offline_access: {
      title: 'Manter a conexão quando você não estiver presente',
      meaning: 'Renova o acesso sem perguntar de novo, até você retirar a permissão.',
    },
  },
  noScopes: 'Só saber quem você é: não pede nenhuma permissão.',
  seller: 'Com qual conta?',
  signedInAs: 'Você entrou como',
  otherAccount: 'Não é você? Use outra conta',
  signedOut: 'Você saiu do Mercado Pago',
  signedOutMore: 'Volte ao aplicativo e conecte de novo: você vai poder escolher outra conta.',
  wayBack: ['Se você permitir, volta para ', '.'],
  withdrawable: 'Você pode retirar a permissão quando quiser, em',
  allow: 'Permitir',
  deny: 'Cancelar',

  refused: 'O aplicativo não está pronto para se conectar a Mercado Pago',
  refusedMore:
    'O Mercado Pago não diz mais que isso e não avisa o aplicativo. Este sandbox diz o que verificar.',
  operator: 'Com esta conta você não pode dar a permissão',
  operatorMore: 'Você entrou como operador. Peça ao administrador da conta que dê a permissão.',
  toCheck: 'O que verificar',
  registered: 'Registrada',
  received: 'Recebida',
  endsHere: 'termina aqui',
  faultMore:
    'É uma falha que alguém pediu na sala de controle ou pela API. O próximo pedido sai normal, se não houver outra esperando.',
  gone: 'Esta página não vale mais',
  goneMore: 'Ela serve uma única vez e por dez minutos. Volte ao aplicativo e comece de novo.',
  denied: 'Você não deu a permissão',
  deniedMore: 'Você já pode fechar esta página.',
  deniedWhy:
    'Para quem desenvolve: o aplicativo não fica sabendo de nada, porque neste sandbox uma recusa é silenciosa.',

  homeTitle: 'Mercado Pago na sua máquina',
  homeIntro:
    'Um servidor OAuth para desenvolvimento e testes, com vendedores inventados. Nada do que acontece aqui sai da sua máquina.',
  endpoints: 'Endereços',
  authorizationEndpoint: 'Aqui o vendedor dá a permissão',
  tokenEndpoint: 'Aqui um código vira tokens, e eles são renovados',
  profileEndpoint: 'Aqui se vê de quem é um token',
  goToControlRoom: 'Ir para a sala de controle',
  controlRoomMore:
    'Veja cada pedido, adiante o relógio, provoque falhas e administre aplicativos e vendedores.',

  connected: 'Aplicativos conectados',
  connectedApplications: (seller) => `Aplicativos conectados a ${seller}`,
  nothingConnected: 'Nenhum aplicativo está conectado a esta conta.',
  nothingConnectedMore: 'Quando você der permissão a um, ele aparece aqui.',
  otherAccounts: 'Outras contas',
  since: 'Desde',
  lastUsed: 'Último uso:',
  lastRenewed: 'Última renovação:',
  permissions: 'Permissões',
  withdraw: 'Retirar a permissão',
  withdrawMeans: (application) =>
    `${application} perde o acesso na hora: seus tokens e códigos deixam de valer e o aplicativo é avisado. Para conectar de novo é preciso dar a permissão outra vez.`,
  reallyWithdraw: (application) => `Sim, retirar a permissão de ${application}`,
  withdrawn: (application) =>
    `Você retirou a permissão de ${application}: não há mais acesso à sua conta.`,

  payTo: (seller) => `Pagar a ${seller}`,
  total: 'Total',
  pay: 'Pagar com dinheiro inventado',
  paid: 'Pago. Nenhum dinheiro de verdade mudou de mãos.',
  fee: (fee, rest, seller) =>
    `Para quem desenvolve: a comissão do marketplace é ${fee}, e ${seller} recebe ${rest}.`,
  thanks: 'Obrigado pela compra',

  errors: {
    invalid_grant: 'o código ou refresh token venceu, já foi usado ou é de outro pedido',
    invalid_client: 'o client id ou o client secret não é o do aplicativo',
    invalid_request: 'falta um dado ou ele tem outra forma',
    unsupported_grant_type: 'o grant_type não existe',
    unauthorized_client: 'este fluxo não é permitido ao aplicativo',
    unauthorized: 'o token venceu, foi retirado ou não existe',
    access_denied: 'o vendedor disse que não',
    consent_gone: 'a página já foi usada ou passaram dez minutos',
    unknown_client: 'não há um aplicativo com esse client_id',
    redirect_uri: 'a URL de redirecionamento não é igual à registrada',
    response_type: 'response_type precisa ser code',
    flow_disabled: 'este fluxo está desligado no aplicativo',
    repeated_parameter: 'um parâmetro aparece duas vezes',
    platform_id: 'platform_id precisa ser mp',
    state: 'o state é longo demais',
    pkce_required: 'PKCE é obrigatório e falta code_challenge',
    pkce_off: 'PKCE está desligado e veio um code_challenge',
    code_challenge: 'o code_challenge tem outra forma',
    invalid_operator_user_id: 'só o administrador da conta pode dar permissão',
  },
}

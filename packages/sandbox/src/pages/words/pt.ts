import type { Words } from './words.ts'

export const pt: Words = {
  language: 'Português',
  chooseLanguage: 'Idioma',
  banner: 'Ambiente de testes local. Não é o Mercado Pago.',
  controlRoom: 'Sala de controle',
  skipToContent: 'Ir para o conteúdo',

  asks: (application) => `${application} quer se conectar à sua conta`,
  willBeAble: 'O que poderá fazer',
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
      title: 'Manter a conexão',
      meaning: 'Renova o acesso sem perguntar a você, até você removê-lo.',
    },
  },
  noScopes: 'Ver qual é a sua conta. Não solicita nenhum outro acesso.',
  seller: 'Escolha uma conta',
  testAccounts: 'Contas de teste deste sandbox',
  signedInAs: 'Você entrou como',
  otherAccount: 'Usar outra conta',
  signedOut: 'Você saiu do Mercado Pago',
  signedOutMore: 'Volte ao aplicativo e conecte de novo. Então você poderá escolher outra conta.',
  wayBack: ['Se você permitir o acesso, volta para ', '.'],
  withdrawable: 'Você pode remover o acesso a qualquer momento em',
  allow: 'Permitir',
  deny: 'Cancelar',

  refused: 'O aplicativo não está pronto para se conectar a Mercado Pago',
  refusedMore:
    'O Mercado Pago não mostra o motivo e o aplicativo não recebe nada. Este sandbox mostra o que verificar.',
  operator: 'Este usuário não pode dar acesso',
  operatorMore:
    'Você entrou como operador. Peça ao administrador da conta que conecte o aplicativo.',
  toCheck: 'O que verificar',
  registered: 'Registrada',
  received: 'Recebida',
  endsHere: 'termina aqui',
  inEnglish: 'Detalhe, em inglês',
  faultMore:
    'Alguém pediu esta falha na sala de controle ou com a API. Recarregue a página: a próxima solicitação funciona, a não ser que haja outra falha pendente.',
  gone: {
    used: {
      title: 'Esta página já foi usada',
      meaning: 'Uma página de autorização funciona uma única vez.',
    },
    expired: {
      title: 'Esta página venceu',
      meaning: 'Uma página de autorização funciona por dez minutos.',
    },
    unknown: {
      title: 'Esta página não funciona mais',
      meaning: 'O sandbox não a conhece. Talvez ele tenha sido reiniciado.',
    },
  },
  startAgain: 'Para conectar, volte ao aplicativo e comece de novo.',
  backTo: (host) => `Voltar para ${host}`,
  notFound: 'Página não encontrada',
  notFoundMore:
    'Talvez o endereço esteja errado. Se o sandbox foi reiniciado, ele não tem mais as orders e preferências anteriores.',
  goHome: 'Ir para a página inicial',
  denied: 'Você cancelou',
  deniedMore: 'O aplicativo não tem acesso à sua conta. Você pode fechar esta página.',
  deniedWhy:
    'Para desenvolvedores: o aplicativo não recebe nada, porque o interruptor “Quando o vendedor cancela” está em silent.',

  homeTitle: 'Mercado Pago na sua máquina',
  homeIntro:
    'Um servidor OAuth para desenvolvimento e testes, com contas de teste. Tudo fica na sua máquina.',
  endpoints: 'Endpoints',
  authorizationEndpoint: 'Um vendedor dá acesso ao seu aplicativo.',
  tokenEndpoint: 'Seu aplicativo troca um código por tokens e os renova.',
  profileEndpoint: 'Seu aplicativo lê a conta de um token.',
  goToControlRoom: 'Abrir a sala de controle',
  controlRoomMore:
    'Na sala de controle você vê cada solicitação, adianta o relógio, provoca falhas e administra aplicativos e vendedores.',

  connected: 'Aplicativos conectados',
  connectedApplications: (seller) => `Aplicativos conectados a ${seller}`,
  nothingConnected: 'Nenhum aplicativo está conectado a esta conta.',
  nothingConnectedMore: 'Um aplicativo aparece aqui depois que você dá acesso a ele.',
  otherAccounts: 'Outras contas',
  since: 'Conectado em',
  lastUsed: 'Último uso:',
  lastRenewed: 'Última renovação:',
  permissions: 'Acesso',
  withdraw: 'Remover o acesso',
  withdrawMeans: (application) =>
    `${application} perde o acesso na hora. Seus códigos e tokens deixam de valer, e ele recebe uma notificação. Você pode conectá-lo de novo depois.`,
  reallyWithdraw: (application) => `Remover o acesso de ${application}`,
  withdrawn: (application) => `${application} não tem mais acesso à sua conta.`,

  payTo: (seller) => `Pagar a ${seller}`,
  total: 'Total',
  pay: 'Pagar com dinheiro de teste',
  paid: 'Pago com dinheiro de teste.',
  fee: (fee, rest, seller) =>
    `Para desenvolvedores: a comissão do marketplace é ${fee}, e ${seller} recebe ${rest}.`,
  thanks: 'Obrigado pela compra',

  errors: {
    invalid_grant: 'o código ou refresh token venceu, já foi usado ou é de outra solicitação',
    invalid_client: 'o client id ou o client secret está incorreto',
    invalid_request: 'falta um campo ou ele está malformado',
    unsupported_grant_type: 'o grant_type é desconhecido',
    unauthorized_client: 'o aplicativo não pode usar este fluxo',
    unauthorized: 'o token venceu, foi removido ou não existe',
    access_denied: 'o vendedor cancelou',
    consent_gone: 'a página já foi usada ou venceu',
    unknown_client: 'nenhum aplicativo tem esse client_id',
    redirect_uri: 'a URL de redirecionamento não é idêntica a uma registrada',
    response_type: 'response_type precisa ser code',
    flow_disabled: 'o aplicativo não permite este fluxo',
    repeated_parameter: 'um parâmetro aparece duas vezes',
    platform_id: 'platform_id precisa ser mp',
    state: 'o state é longo demais',
    pkce_required: 'PKCE é obrigatório e falta code_challenge',
    pkce_off: 'PKCE está desativado e foi enviado um code_challenge',
    code_challenge: 'o code_challenge está malformado',
    invalid_operator_user_id: 'só o administrador da conta pode dar acesso',
  },
}

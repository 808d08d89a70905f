import type { Words } from './words.ts'

const startAgain = 'Tente de novo: leva menos de um minuto.'
const waitAndRetry = 'Tente de novo em alguns minutos.'
const nothingChanged = 'Sua conta não foi conectada e nada mudou nela.'

export const pt: Words = {
  language: 'Português',
  layout: {
    languages: 'Idioma',
    signOut: 'Sair',
    busy: {
      renew: 'Aguardando o Mercado Pago…',
      disconnect: 'Desconectando…',
      checkout: 'Aguardando o Mercado Pago…',
      sweep: 'Renovando as contas pendentes…',
    },
    sandbox:
      'Esta página usa um ambiente de testes no lugar do Mercado Pago. Os vendedores e o dinheiro são inventados.',
    controlRoom: 'Abrir a sala de controle',
    real: 'Esta página usa o Mercado Pago de verdade.',
  },
  notices: {
    linked: (seller) => `Você conectou a conta ${seller}.`,
    alreadyLinked: (seller) =>
      `${seller} já está conectada. Não usamos a segunda resposta e nada mudou.`,
    renewed: (end) => `Acesso renovado até ${end}.`,
    disconnected: 'Você desconectou a conta. A Feria não pode mais cobrar por ela.',
    cancelled: 'Você cancelou no Mercado Pago. Nada foi conectado.',
  },
  signOut: {
    title: 'Sair da Feria?',
    text: 'Suas contas continuam conectadas e a Feria continua renovando o acesso.',
    yes: 'Sair',
    no: 'Não, voltar',
  },
  welcome: {
    title: 'Venda na Feria e receba pelo Mercado Pago',
    text: 'Feria é um pequeno mercado. Você abre uma loja e conecta sua conta do Mercado Pago uma única vez. Depois, os compradores pagam diretamente a você.',
    steps: [
      { title: 'Abra sua loja', text: 'Escolha uma das nossas ou escreva outro nome.' },
      { title: 'Conecte o Mercado Pago', text: 'O Mercado Pago pede que você permita o acesso.' },
      {
        title: 'Venda',
        text: 'Crie um link de pagamento. Você recebe o dinheiro e a Feria fica com a comissão.',
      },
    ],
  },
  signIn: {
    title: 'Qual é a sua loja?',
    text: 'Isto é um exemplo: você não precisa de senha.',
    choose: 'Escolha uma loja',
    name: 'Ou escreva outro nome',
    rule: 'Escreva um nome de até 40 letras ou números.',
    enter: 'Abrir a loja',
  },
  home: {
    title: 'Receba pelo Mercado Pago',
    text: 'Conecte uma conta uma única vez. Depois, os compradores pagam diretamente a você. Você pode revogar o acesso quando quiser.',
    connect: 'Conectar o Mercado Pago',
    connectAnother: 'Conectar outra conta',
    accounts: 'Contas conectadas',
    none: 'Você ainda não conectou nenhuma conta.',
  },
  seller: {
    unnamed: (sellerId) => `Conta ${sellerId}`,
    states: {
      linked: 'Conectada',
      overdue: 'Renovação atrasada',
      ended: 'Acesso vencido',
      relink: 'Precisa conectar de novo',
    },
    overdue: (end) =>
      `A Feria ainda não conseguiu renovar o acesso. Você pode continuar vendendo até ${end}. Renove antes desse dia.`,
    ended: (end) =>
      `O acesso venceu em ${end}, por isso você não pode vender. Renove agora. Se o Mercado Pago recusar, conecte a conta de novo.`,
    endedForGood: (end) =>
      `O acesso venceu em ${end} e não pode ser renovado. Conecte a conta de novo para continuar vendendo.`,
    cannotRenew: (end) =>
      `A Feria não pode renovar este acesso. Conecte a conta de novo antes de ${end} para continuar vendendo.`,
    lost: {
      revoked:
        'Você revogou o acesso no Mercado Pago, ou o Mercado Pago o revogou. Conecte a conta de novo para continuar vendendo.',
      expired:
        'A Feria não renovou o acesso a tempo e ele venceu. Conecte a conta de novo para continuar vendendo.',
      rotation_lost:
        'Uma renovação foi interrompida e o Mercado Pago não aceita outra. Conecte a conta de novo para continuar vendendo.',
      no_offline_access:
        'Você permitiu o acesso só enquanto está presente, por isso a Feria não pode renová-lo. Conecte a conta de novo para continuar vendendo.',
    },
    linkAgain: 'Conectar de novo',
    id: 'Número do vendedor',
    country: 'País',
    environment: 'Ambiente',
    live: 'Produção',
    test: 'Teste',
    unknown: 'Desconhecido',
    permissions: 'A Feria pode',
    scopes: {
      read: 'Ver sua conta',
      write: 'Cobrar e devolver pagamentos por você',
      offline_access: 'Renovar o acesso sem você',
    },
    otherScope: 'Usar',
    noScope: 'Fazer tudo o que o aplicativo pode',
    back: 'Todas as contas conectadas',
  },
  life: {
    title: 'Acesso',
    summary: ({ since, today, due, end }) =>
      `O acesso vale de ${since} até ${end}. Hoje é ${today}. ${due ? `A Feria o renova em ${due}.` : 'A Feria não pode renová-lo.'}`,
    today: 'hoje',
    due: 'A Feria o renova em',
    renewal: 'renovação',
    end: 'O acesso vence',
    lastRenewed: 'Última renovação',
    notYet: 'Nunca',
    left: (days) => (days === 1 ? 'Falta 1 dia' : `Faltam ${days} dias`),
    over: 'Venceu',
  },
  timeline: {
    title: 'Atividade',
    empty: 'Ainda não aconteceu nada.',
    linked: 'Conectada',
    linkedAgain: 'Conectada de novo',
    renewed: 'Acesso renovado',
    renewalFailed: 'Uma renovação falhou. A Feria vai tentar de novo',
    renewalRefused: 'O Mercado Pago recusou uma renovação. A Feria vai tentar mais tarde',
    mustLink: 'Você precisa conectar de novo',
    recovered: 'Continua conectada: uma renovação atrasada foi salva',
    disconnected: 'Desconectada',
    checkoutCreated: (sale) => `Link de pagamento criado: ${sale}`,
    buyerReturned: {
      approved: (sale) => `Um comprador voltou com um pagamento aprovado: ${sale}`,
      pending: (sale) => `Um comprador voltou com um pagamento pendente: ${sale}`,
      failed: (sale) => `Um comprador voltou sem pagar: ${sale}`,
    },
    by: {
      hand: 'a seu pedido',
      sweep: 'automaticamente',
      use: 'antes de ser usado',
      elsewhere: 'em outro processo',
    },
  },
  actions: {
    checkout: 'Criar um link de pagamento',
    checkoutText: 'Um link de pagamento. Você recebe o dinheiro e a Feria fica com a comissão.',
    checkoutOff:
      'Você poderá vender de novo quando o acesso for renovado ou você conectar a conta de novo.',
    renew: 'Renovar agora',
    renewText: 'Não é preciso: a Feria renova o acesso automaticamente.',
    disconnect: 'Desconectar',
    disconnectText: 'A Feria apaga o acesso e não pode mais cobrar por você.',
  },
  disconnect: {
    title: (seller) => `Desconectar ${seller}?`,
    text: 'A Feria apaga o acesso na hora e não pode mais cobrar por você.',
    more: 'Para voltar a vender aqui, conecte a conta de novo. O Mercado Pago mantém a Feria na lista dos seus aplicativos até você removê-la lá.',
    yes: 'Sim, desconectar',
    no: 'Não, voltar',
  },
  checkout: {
    title: 'Criar um link de pagamento',
    text: (seller) =>
      `O comprador paga a ${seller}. O Mercado Pago transfere a comissão para a Feria.`,
    item: 'O que você vende',
    price: 'Preço',
    fee: 'Comissão da Feria',
    feeText: 'A Feria a tira do preço. Pode ser 0.',
    create: 'Criar o link de pagamento',
    itemRule: 'Escreva o que você vende, em até 120 caracteres.',
    priceRule: 'Escreva um preço maior que 0, sem mais decimais que os da moeda.',
    feeRule: 'Escreva uma comissão de 0 ou mais, mas menor que o preço.',
    readyTitle: 'Seu link de pagamento está pronto',
    readyText: 'Envie este link ao comprador. O dinheiro vai para a sua conta.',
    pay: 'Abrir o link de pagamento',
    receives: (seller) => `${seller} recebe, antes das tarifas do Mercado Pago`,
    another: 'Criar outro',
    back: 'Voltar à conta',
  },
  sale: {
    title: {
      approved: 'Obrigado',
      pending: 'Seu pagamento está pendente',
      failed: 'Você não pagou',
    },
    text: {
      approved: 'O Mercado Pago enviou você de volta com um pagamento aprovado.',
      pending: 'O Mercado Pago enviou você de volta com um pagamento que ainda não foi aprovado.',
      failed: 'O Mercado Pago enviou você de volta sem um pagamento. Você pode tentar de novo.',
    },
    account: 'Voltar à conta',
    home: 'Ir para a Feria',
  },
  operator: {
    title: 'Todos os vendedores',
    text: 'Esta página é para o operador da Feria, não para as lojas.',
    signIn: 'Entrada do operador',
    password: 'Senha do operador',
    wrongPassword: 'Essa não é a senha do operador.',
    enter: 'Entrar',
    all: (sellers) => `${sellers} no total`,
    states: 'Vendedores por situação',
    unreadable: 'Registro ilegível',
    due: 'Renovações nos próximos 180 dias',
    dueText: ({ due, later }) =>
      `Pendentes agora: ${due}. Pendentes nos próximos 180 dias: ${later}.`,
    from: 'Dez dias a partir de',
    dueNow: 'Pendentes agora',
    sellers: 'Vendedores',
    relink: 'Quem precisa conectar de novo',
    relinkText: (sellers) => `Vendedores que precisam conectar de novo: ${sellers}.`,
    noRelink: 'Ninguém precisa conectar de novo.',
    more: 'Mostrar todos',
    failure: 'Falha mais antiga',
    failureText: ({ sellerId, since, code }) =>
      `As renovações do vendedor ${sellerId} falham desde ${since}. Último código: ${code}.`,
    noFailure: 'Nenhuma renovação está falhando.',
    sweep: 'Última varredura',
    sweepText: ({ at, renewed, failed }) => `${at}. Renovados: ${renewed}. Com falha: ${failed}.`,
    sweepStopped: ({ at, code }) => `${at}. A varredura parou antes do fim. Código: ${code}.`,
    noSweep: 'Nenhuma varredura terminou ainda.',
    sweepNow: 'Fazer uma varredura agora',
    sweepNowText: 'Uma varredura renova todos os vendedores pendentes. Pode demorar um minuto.',
    seller: 'Vendedor',
    shop: 'Loja',
    state: 'Situação',
    dueAt: 'Renovação',
    expiresAt: 'O acesso vence',
    problem: 'Motivo',
    list: 'Vendedores, por número',
    next: 'Próxima página',
    first: 'Voltar à primeira página',
    never: 'Nunca',
  },
  failure: {
    code: 'Código',
    tryAgain: 'Tentar de novo',
    signOut: 'Sair do Mercado Pago (em outra aba)',
    accounts: 'Ver suas contas conectadas',
    backToSeller: 'Voltar à conta',
    home: 'Página inicial',
  },
  failures: {
    access_denied: {
      title: 'Você cancelou no Mercado Pago',
      text: nothingChanged,
      next: 'Se mudar de ideia, tente de novo e permita o acesso.',
    },
    state_mismatch: {
      title: 'Não conseguimos associar esta resposta ao seu navegador',
      text: 'Você não começou esta conexão aqui, ou ela não está mais aberta. Não usamos a resposta, para proteger sua conta. Os motivos mais comuns:',
      causes: [
        'Você começou há mais de dez minutos, ou em outro navegador.',
        'Você saiu ou abriu outra loja antes de voltar.',
        'Seu navegador bloqueia os cookies, ou você os apagou.',
        'Você começou em outro endereço da Feria.',
        'A resposta é antiga. Sua conta talvez já esteja conectada.',
      ],
      next: 'Veja suas contas conectadas. Se a sua não estiver lá, tente de novo.',
    },
    state_consumed: {
      title: 'Esta resposta já foi usada',
      text: 'Uma resposta só vale uma vez. Ao recarregar, ao voltar ou em uma segunda aba, ela foi enviada de novo. O primeiro resultado continua valendo.',
      next: 'Veja suas contas conectadas. Se a sua não estiver lá, conecte-a nessa página.',
    },
    state_expired: {
      title: 'Você demorou mais de dez minutos',
      text: 'Uma tentativa de conexão vence depois de dez minutos, para proteger sua conta.',
      next: startAgain,
    },
    state_missing: {
      title: 'Falta o dado state nesta resposta',
      text: 'A conexão tem que começar na Feria. Não usamos a resposta, para proteger sua conta.',
      next: startAgain,
    },
    issuer_mismatch: {
      title: 'Esta resposta não vem do Mercado Pago',
      text: 'Ela indica outro emissor. Não usamos a resposta, para proteger sua conta.',
      next: startAgain,
    },
    callback_malformed: {
      title: 'Não conseguimos ler esta resposta',
      text: 'O endereço desta página está incompleto, ou algo o mudou.',
      next: startAgain,
    },
    callback_method: {
      title: 'Você não pode abrir esta página diretamente',
      text: 'O Mercado Pago envia você para cá depois que você permite o acesso.',
      next: startAgain,
    },
    authorization_error: {
      title: 'O Mercado Pago informou uma falha',
      text: nothingChanged,
      next: waitAndRetry,
    },
    code_rejected: {
      title: 'O Mercado Pago não aceitou o código',
      text: 'O código tem mais de dez minutos, ou já foi usado.',
      next: startAgain,
    },
    client_rejected: {
      title: 'A Feria não está bem configurada',
      text: 'O Mercado Pago não aceita as credenciais da Feria. Você não fez nada de errado.',
      next: 'Para o operador da Feria: compare o Client ID e o Client Secret com o painel. Veja se o painel permite o fluxo authorization code.',
    },
    exchange_outcome_unknown: {
      title: 'A conexão foi interrompida no último passo',
      text: 'Enviamos o código e não recebemos resposta. Um código só vale uma vez, por isso não tentamos de novo.',
      next: startAgain,
    },
    token_response_invalid: {
      title: 'O Mercado Pago enviou uma resposta que não podemos usar',
      text: 'A resposta está incompleta ou tem outra forma.',
      next: waitAndRetry,
    },
    upstream_unavailable: {
      title: 'Não conseguimos acessar o Mercado Pago',
      text: 'O Mercado Pago está fora do ar, ou nossa conexão falhou.',
      next: waitAndRetry,
    },
    upstream_timeout: {
      title: 'O Mercado Pago não respondeu a tempo',
      text: 'Paramos de esperar pela resposta.',
      next: waitAndRetry,
    },
    upstream_rate_limited: {
      title: 'O Mercado Pago está ocupado',
      text: 'Ele pede que enviemos menos solicitações.',
      next: 'Tente de novo em um minuto.',
    },
    reauthorization_required: {
      title: 'Você precisa conectar esta conta de novo',
      text: 'O acesso foi revogado no Mercado Pago, venceu ou não pode mais ser renovado.',
      next: 'Conecte a conta de novo para continuar vendendo.',
    },
    seller_mismatch: {
      title: 'Esta é outra conta',
      text: 'No Mercado Pago você entrou com uma conta diferente. Nenhuma das duas mudou.',
      next: 'O Mercado Pago lembra a última conta que você usou. Saia dela lá e tente de novo com a conta certa.',
    },
    seller_already_linked: {
      title: 'Outra loja usa esta conta',
      text: 'Outra loja da Feria está conectada a esta conta do Mercado Pago. Ela continua conectada.',
      next: 'Para usar outra conta, saia do Mercado Pago e tente de novo. Para usar esta, desconecte-a primeiro na outra loja.',
    },
    renewal_busy: {
      title: 'Esta conta está ocupada agora',
      text: 'Outro processo está renovando o acesso e demora mais que o normal.',
      next: waitAndRetry,
    },
    renewal_refused: {
      title: 'O Mercado Pago recusou a renovação',
      text: 'Seu acesso continua valendo. A Feria vai tentar de novo mais tarde.',
      next: waitAndRetry,
    },
    closed: {
      title: 'A Feria está reiniciando',
      text: 'Não começamos o que você pediu.',
      next: waitAndRetry,
    },
    store_unavailable: {
      title: 'Não conseguimos acessar nosso banco de dados',
      text: 'Não sabemos se o último passo foi salvo.',
      next: waitAndRetry,
    },
    token_not_saved: {
      title: 'Não conseguimos salvar o acesso',
      text: 'O Mercado Pago o concedeu, mas nosso banco de dados não o salvou.',
      next: waitAndRetry,
    },
    token_undecryptable: {
      title: 'Não conseguimos decifrar o acesso a esta conta',
      text: 'Ele está salvo, mas falta a chave. Você não fez nada de errado.',
      next: 'Para o operador da Feria: veja se todas as chaves de criptografia estão configuradas.',
    },
    record_unreadable: {
      title: 'Não conseguimos ler o registro desta conta',
      text: 'O registro tem uma forma que não conhecemos. Você não fez nada de errado.',
      next: 'Para o operador da Feria: veja se o armazenamento foi migrado e se todas as máquinas usam a mesma versão.',
    },
    checkout_refused: {
      title: 'O Mercado Pago não aceitou este link de pagamento',
      text: 'Nenhum link de pagamento foi criado e ninguém foi cobrado. Os motivos mais comuns:',
      causes: [
        'O preço está fora dos limites deste país.',
        'Você não permitiu que a Feria cobre por esta conta.',
        'A conta ainda não está pronta para vender.',
      ],
      next: 'Mude o preço ou a comissão e tente de novo.',
    },
    checkout_sent_before: {
      title: 'Este link de pagamento já foi pedido',
      text: 'A solicitação foi enviada duas vezes. O Mercado Pago não diz se a primeira criou um link. Ninguém paga antes de um comprador abrir um link.',
      next: 'Volte à conta e crie um novo link de pagamento.',
    },
    no_such_page: {
      title: 'Esta página não existe',
      text: 'O endereço está errado, ou a conta não está mais conectada à sua loja.',
      next: 'A página inicial lista todas as contas conectadas.',
    },
    foreign_form: {
      title: 'Este formulário não foi enviado pela Feria',
      text: 'Outro site pode ter tentado agir por você. Não fizemos nada, para proteger sua conta.',
      next: 'Se foi você, abra a página na Feria e use o botão de lá.',
    },
    form_unreadable: {
      title: 'Não conseguimos ler este formulário',
      text: 'Nossa página não envia um formulário assim, por isso não o usamos.',
      next: 'Abra a página de novo e preencha o formulário.',
    },
    unexpected: {
      title: 'Algo deu errado do nosso lado',
      text: 'Não esperávamos esta falha. Você não fez nada de errado.',
      next: waitAndRetry,
    },
  },
}

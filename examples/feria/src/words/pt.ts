import type { Words } from './words.ts'

const startAgain = 'Tente de novo: leva menos de um minuto.'
const waitAndRetry = 'Tente de novo em alguns minutos.'
const nothingChanged = 'Sua conta não foi vinculada, e nada mudou nela.'

export const pt: Words = {
  language: 'Português',
  layout: {
    languages: 'Idioma',
    signOut: 'Sair',
    sandbox:
      'Um ambiente de testes faz o papel do Mercado Pago: vendedores inventados, nenhum dinheiro de verdade.',
    controlRoom: 'Abrir a sala de controle',
    real: 'Isto funciona com o Mercado Pago de verdade.',
  },
  welcome: {
    title: 'Sua barraca na feira, com os pagamentos do Mercado Pago',
    text: 'Feria é um pequeno mercado. Você traz uma loja, conecta sua conta do Mercado Pago uma única vez, e quem compra paga diretamente a você.',
    steps: [
      { title: 'Abra sua loja', text: 'Escolha uma das nossas, ou dê um nome à sua.' },
      { title: 'Conecte o Mercado Pago', text: 'Lá você decide o que a Feria pode fazer.' },
      { title: 'Venda', text: 'Crie uma cobrança: o dinheiro é seu; a comissão, da Feria.' },
    ],
  },
  signIn: {
    title: 'Qual é a sua loja?',
    text: 'Isto é um exemplo, por isso ninguém pede senha.',
    choose: 'Escolha uma loja',
    name: 'Ou escreva outro nome',
    rule: 'Escreva um nome de até 40 letras ou números.',
    enter: 'Abrir a loja',
  },
  home: {
    title: 'Venda na Feria e receba pelo Mercado Pago',
    text: 'Conecte uma conta uma única vez. A partir daí, os pagamentos vão diretamente para você, e você pode retirar a permissão quando quiser.',
    connect: 'Conectar o Mercado Pago',
    connectAnother: 'Conectar outra conta',
    accounts: 'Contas vinculadas',
    none: 'Ainda não há nenhuma conta vinculada.',
  },
  seller: {
    unnamed: (sellerId) => `Conta ${sellerId}`,
    states: {
      linked: 'Vinculada',
      overdue: 'Renovação atrasada',
      ended: 'Terminou',
      relink: 'É preciso vincular de novo',
    },
    overdue: (end) =>
      `A Feria já deveria ter renovado a permissão. Você pode continuar vendendo até ${end}: renove antes desse dia.`,
    ended: (end) =>
      `A permissão terminou em ${end} e não foi renovada, por isso você não pode vender. Renove agora. Se o Mercado Pago recusar, conecte a conta de novo.`,
    endedForGood: (end) =>
      `A permissão terminou em ${end} e não pode ser renovada. Conecte a conta de novo para continuar vendendo.`,
    cannotRenew: (end) =>
      `Não pode ser renovada. Conecte a conta de novo antes de ${end} para continuar vendendo.`,
    lost: {
      revoked:
        'Você retirou a permissão no Mercado Pago, ou o Mercado Pago a encerrou. Conecte a conta de novo para continuar vendendo.',
      expired:
        'A permissão não foi renovada a tempo, e o Mercado Pago a deixou vencer. Conecte a conta de novo para continuar vendendo.',
      rotation_lost:
        'Uma renovação foi interrompida, e o Mercado Pago não aceita outra. Conecte a conta de novo para continuar vendendo.',
      no_offline_access:
        'A permissão não pode ser renovada: ela não deixa a Feria continuar conectada. Conecte a conta de novo para continuar vendendo.',
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
      offline_access: 'Continuar conectada quando você não está',
    },
    otherScope: 'Usar',
    noScope: 'Tudo o que o aplicativo pode',
    back: 'Todas as contas vinculadas',
  },
  life: {
    title: 'Vida da permissão',
    summary: ({ since, today, due, end }) =>
      `Vale de ${since} até ${end}. Hoje é ${today}. ${due ? `A Feria a renova a partir de ${due}.` : 'Não será renovada.'}`,
    today: 'hoje',
    since: 'Desde',
    due: 'Renovação a partir de',
    end: 'Vale até',
    lastRenewed: 'Última renovação',
    notYet: 'Nenhuma ainda',
    left: (days) => (days === 1 ? 'Falta 1 dia' : `Faltam ${days} dias`),
    over: 'Terminou',
  },
  timeline: {
    title: 'O que aconteceu',
    empty: 'Nada ainda.',
    linked: 'Vinculada',
    linkedAgain: 'Vinculada de novo',
    renewed: 'Renovada',
    renewalFailed: 'Uma renovação falhou. A Feria vai tentar de novo',
    renewalRefused: 'O Mercado Pago recusou uma renovação. A Feria vai tentar mais tarde',
    mustLink: 'É preciso vincular de novo',
    recovered: 'Continua vinculada: uma renovação atrasada foi guardada',
    disconnected: 'Desconectada',
    by: {
      hand: 'pelo botão',
      sweep: 'sozinha, a tempo',
      use: 'porque foi usada',
      elsewhere: 'em outra execução da Feria',
    },
  },
  actions: {
    checkout: 'Criar uma cobrança',
    checkoutText: 'Um link com que pagam a você e, à Feria, a comissão.',
    checkoutOff:
      'Você poderá vender de novo quando a permissão for renovada ou a conta for conectada de novo.',
    renew: 'Renovar agora',
    renewText: 'A Feria faz isso sozinha a tempo, sem pedir nada a você.',
    disconnect: 'Desconectar',
    disconnectText: 'A Feria esquece a permissão e não pode mais cobrar por você.',
  },
  disconnect: {
    title: (seller) => `Desconectar ${seller}?`,
    text: 'A Feria esquece a permissão na hora e não pode mais cobrar por você.',
    more: 'Para voltar a vender aqui, será preciso conectar a conta de novo. No Mercado Pago, a Feria continua na lista dos seus aplicativos até você removê-la lá.',
    yes: 'Sim, desconectar',
    no: 'Não, voltar',
  },
  checkout: {
    title: 'Criar uma cobrança',
    text: (seller) => `Quem compra paga a ${seller}; o Mercado Pago separa a comissão da Feria.`,
    item: 'O que é vendido',
    price: 'Preço',
    fee: 'Comissão da Feria',
    feeText: 'Sai do preço. Pode ser 0.',
    create: 'Criar o link de pagamento',
    itemRule: 'Escreva o que é vendido, em até 120 caracteres.',
    priceRule: 'Escreva um preço maior que 0, sem mais decimais que os da moeda.',
    feeRule: 'Escreva uma comissão de 0 ou mais, mas menor que o preço.',
    readyTitle: 'Pronto para receber',
    readyText: 'Passe este link a quem compra. Ele foi criado com a permissão da conta.',
    pay: 'Abrir a cobrança',
    receives: (seller) => `O que ${seller} recebe, antes das tarifas do Mercado Pago`,
    another: 'Criar outra',
    back: 'Voltar à conta',
  },
  failure: {
    code: 'Código',
    tryAgain: 'Tentar de novo',
    signOut: 'Sair do Mercado Pago (em outra aba)',
    accounts: 'Ver suas contas vinculadas',
    backToSeller: 'Voltar à conta',
    home: 'Página inicial',
  },
  failures: {
    access_denied: {
      title: 'Você não deu a permissão',
      text: nothingChanged,
      next: 'Se mudar de ideia, tente de novo e permita o acesso à Feria.',
    },
    state_mismatch: {
      title: 'Não sabemos se esta resposta é sua',
      text: 'Este navegador não tem nenhuma tentativa à qual a resposta pertença. Para proteger sua conta, não a usamos. Os motivos mais comuns:',
      causes: [
        'Você começou há mais de dez minutos, ou em outro navegador.',
        'Você saiu, ou abriu outra loja, no meio do caminho.',
        'Os cookies estão bloqueados, ou foram apagados no meio do caminho.',
        'Você começou em um endereço da Feria diferente daquele a que voltou.',
        'É uma resposta antiga que este navegador já esqueceu. Sua conta talvez já esteja vinculada.',
      ],
      next: 'Veja suas contas vinculadas. Se a sua não estiver lá, tente de novo.',
    },
    state_consumed: {
      title: 'Esta resposta já foi usada',
      text: 'Ela só vale uma vez, e esta página a enviou de novo: isso acontece ao recarregar, ao voltar ou com uma segunda aba. O que a primeira vez fez continua valendo.',
      next: 'Veja suas contas vinculadas: se a sua não estiver lá, conecte-a nessa página.',
    },
    state_expired: {
      title: 'Demorou um pouco demais',
      text: 'Para proteger sua conta, uma tentativa termina depois de dez minutos.',
      next: startAgain,
    },
    state_missing: {
      title: 'Esta resposta não diz onde começou',
      text: 'O caminho até o Mercado Pago tem que começar na Feria. Para proteger sua conta, não usamos a resposta.',
      next: startAgain,
    },
    issuer_mismatch: {
      title: 'Esta resposta é de outra pessoa',
      text: 'Ela não vem do Mercado Pago. Para proteger sua conta, não a usamos.',
      next: startAgain,
    },
    callback_malformed: {
      title: 'Não conseguimos ler esta resposta',
      text: 'O endereço desta página está incompleto, ou foi mudado no caminho.',
      next: startAgain,
    },
    callback_method: {
      title: 'Esta página não se abre assim',
      text: 'Só o Mercado Pago leva até aqui, depois que você dá a permissão.',
      next: startAgain,
    },
    authorization_error: {
      title: 'O Mercado Pago não conseguiu terminar',
      text: `Ele avisou de um problema próprio. ${nothingChanged}`,
      next: waitAndRetry,
    },
    code_rejected: {
      title: 'O Mercado Pago não aceitou a resposta',
      text: 'A permissão que ele nos deu tem mais de dez minutos, ou já tinha sido usada.',
      next: startAgain,
    },
    client_rejected: {
      title: 'A Feria não está bem configurada',
      text: 'O Mercado Pago não aceita a própria Feria. Você não fez nada de errado.',
      next: 'Para quem administra a Feria: compare o Client ID e o Client Secret com o painel, e veja se o fluxo de authorization code está permitido lá.',
    },
    exchange_outcome_unknown: {
      title: 'A conexão caiu no último passo',
      text: 'Usamos a permissão e não veio resposta. Ela só vale uma vez, por isso não a enviamos de novo.',
      next: startAgain,
    },
    token_response_invalid: {
      title: 'Não entendemos o Mercado Pago',
      text: 'A resposta dele não é de confiança, por isso não a usamos.',
      next: waitAndRetry,
    },
    upstream_unavailable: {
      title: 'Não conseguimos chegar ao Mercado Pago',
      text: 'Ele está fora do ar, ou a conexão com ele.',
      next: waitAndRetry,
    },
    upstream_timeout: {
      title: 'O Mercado Pago não respondeu a tempo',
      text: 'Esperamos um pouco e paramos.',
      next: waitAndRetry,
    },
    upstream_rate_limited: {
      title: 'O Mercado Pago está ocupado',
      text: 'Ele pede que a gente vá mais devagar.',
      next: 'Tente de novo em um minuto.',
    },
    reauthorization_required: {
      title: 'É preciso vincular a conta de novo',
      text: 'A permissão foi retirada no Mercado Pago, venceu ou não pode mais ser renovada.',
      next: 'Conecte a conta de novo para continuar vendendo.',
    },
    seller_mismatch: {
      title: 'Esta é outra conta',
      text: 'No Mercado Pago você entrou com uma conta diferente da que está vinculada aqui. As duas contas continuam como estavam.',
      next: 'O Mercado Pago lembra a última conta que você usou. Saia dela lá e tente de novo com a conta certa.',
    },
    seller_already_linked: {
      title: 'Esta conta está vinculada em outro lugar',
      text: 'Outra loja da Feria usa esta conta do Mercado Pago, e continua usando.',
      next: 'Queria outra conta? O Mercado Pago lembra a última que você usou: saia dela lá e tente de novo. Se for esta, desconecte-a primeiro na outra loja.',
    },
    renewal_busy: {
      title: 'Esta conta está ocupada agora',
      text: 'Estamos renovando a permissão dela em outro lugar, e isso demora mais que o normal.',
      next: waitAndRetry,
    },
    renewal_refused: {
      title: 'O Mercado Pago não renovou esta conta',
      text: 'Ele recusou a renovação, embora sua permissão continue valendo. Vamos tentar de novo mais tarde.',
      next: waitAndRetry,
    },
    closed: {
      title: 'A Feria está reiniciando',
      text: 'Esta parte da Feria está prestes a parar, por isso não começa nada novo.',
      next: waitAndRetry,
    },
    store_unavailable: {
      title: 'Não conseguimos chegar aos nossos registros agora',
      text: 'Não conseguimos ler nem anotar nada, por isso não sabemos se o último passo foi guardado.',
      next: waitAndRetry,
    },
    key_manager_unavailable: {
      title: 'Agora não conseguimos ler o que guardamos',
      text: 'A permissão está guardada a sete chaves, e o serviço que guarda a chave não responde.',
      next: waitAndRetry,
    },
    token_not_saved: {
      title: 'Não conseguimos guardar a permissão',
      text: 'O Mercado Pago a deu, mas não conseguimos anotá-la.',
      next: waitAndRetry,
    },
    token_undecryptable: {
      title: 'Não conseguimos ler o que guardamos',
      text: 'A permissão está guardada, mas falta a chave dela. Você não fez nada de errado.',
      next: 'Para quem administra a Feria: veja se todas as chaves de criptografia estão configuradas.',
    },
    record_unreadable: {
      title: 'Não conseguimos ler o que guardamos',
      text: 'O que está guardado para esta conta não tem a forma que conhecemos. Você não fez nada de errado.',
      next: 'Para quem administra a Feria: veja se o armazenamento foi migrado e se todas as máquinas usam uma mesma versão.',
    },
    checkout_refused: {
      title: 'O Mercado Pago não aceitou esta cobrança',
      text: 'Nenhum link de pagamento foi criado, e ninguém foi cobrado. Os motivos mais comuns:',
      causes: [
        'O preço está fora do que o Mercado Pago permite neste país.',
        'A permissão não deixa a Feria cobrar por esta conta.',
        'A conta ainda não está pronta para vender.',
      ],
      next: 'Mude o preço ou a comissão, e tente de novo.',
    },
    checkout_sent_before: {
      title: 'O Mercado Pago já recebeu esta cobrança',
      text: 'Ela foi enviada pela segunda vez, e o Mercado Pago não diz se a primeira criou um link de pagamento. Ninguém é cobrado antes de um comprador abrir um.',
      next: 'Volte à conta e crie uma nova cobrança.',
    },
    no_such_page: {
      title: 'Esta página não existe',
      text: 'O endereço está escrito errado, ou a conta não está mais vinculada à sua loja.',
      next: 'A página inicial lista todas as contas vinculadas.',
    },
    foreign_form: {
      title: 'Isto não foi enviado pela Feria',
      text: 'Outro site pode ter tentado agir por você. Para proteger sua conta, não fizemos nada.',
      next: 'Se foi você, abra a página na Feria e use o botão de lá.',
    },
    form_unreadable: {
      title: 'Não conseguimos ler o que chegou',
      text: 'Não é o que o formulário da nossa página enviaria, por isso não o usamos.',
      next: 'Abra a página de novo e preencha o formulário.',
    },
    unexpected: {
      title: 'Algo deu errado do nosso lado',
      text: 'Não esperávamos por isso. Você não fez nada de errado.',
      next: waitAndRetry,
    },
  },
}

/** The languages that pages come in. */
export const languages = ['es', 'pt', 'en'] as const

export type Language = (typeof languages)[number]

interface Words {
  language: string
  banner: string
  asks: (application: string) => string
  scopes: { read: string; write: string; offline_access: string }
  seller: string
  allow: string
  deny: string
  refused: string
  denied: string
  deniedMore: string
  gone: string
  homeTitle: string
  homeIntro: string
  endpoints: string
  application: string
  redirectUris: string
  webhookUrl: string
  none: string
  secret: string
  sellers: string
  sellersMore: string
  connectedApplications: (seller: string) => string
  nothingConnected: string
  since: string
  withdraw: string
  withdrawn: (application: string) => string
  home: string
}

/** Everything a page says, except what is for the developer alone: that is in English. */
export const words: Record<Language, Words> = {
  es: {
    language: 'Español',
    banner: 'Entorno de pruebas local. No es Mercado Pago.',
    asks: (application) => `${application} quiere conectarse a tu cuenta`,
    scopes: {
      read: 'Ver la información de tu cuenta',
      write: 'Operar en tu nombre, por ejemplo cobrar y devolver pagos',
      offline_access: 'Mantener la conexión cuando no estés presente',
    },
    seller: '¿Quién da el permiso?',
    allow: 'Permitir',
    deny: 'Cancelar',
    refused: 'La aplicación no está preparada para conectarse a Mercado Pago',
    denied: 'No diste el permiso',
    deniedMore: 'Ya puedes cerrar esta página.',
    gone: 'Esta página ya no vale. Vuelve a la aplicación y empieza de nuevo.',
    homeTitle: 'Mercado Pago en tu máquina',
    homeIntro: 'Un servidor OAuth para desarrollo y pruebas, con vendedores inventados.',
    endpoints: 'Direcciones',
    application: 'Aplicación',
    redirectUris: 'URLs de redireccionamiento',
    webhookUrl: 'URL de notificaciones',
    none: 'ninguna',
    secret: 'El client secret no se muestra: lo tiene quien inició este servidor.',
    sellers: 'Vendedores de prueba',
    sellersMore:
      'Elige a quién quieres ver: qué aplicaciones tiene conectadas, y cómo retirarles el permiso.',
    connectedApplications: (seller) => `Aplicaciones conectadas a ${seller}`,
    nothingConnected: 'Ninguna aplicación está conectada a esta cuenta.',
    since: 'Desde el',
    withdraw: 'Retirar el permiso',
    withdrawn: (application) =>
      `Retiraste el permiso a ${application}: ya no tiene acceso a tu cuenta.`,
    home: 'Inicio',
  },
  pt: {
    language: 'Português',
    banner: 'Ambiente de testes local. Não é o Mercado Pago.',
    asks: (application) => `${application} quer se conectar à sua conta`,
    scopes: {
      read: 'Ver as informações da sua conta',
      write: 'Operar em seu nome, por exemplo cobrar e devolver pagamentos',
      offline_access: 'Manter a conexão quando você não estiver presente',
    },
    seller: 'Quem dá a permissão?',
    allow: 'Permitir',
    deny: 'Cancelar',
    refused: 'O aplicativo não está pronto para se conectar a Mercado Pago',
    denied: 'Você não deu a permissão',
    deniedMore: 'Você já pode fechar esta página.',
    gone: 'Esta página não vale mais. Volte ao aplicativo e comece de novo.',
    homeTitle: 'Mercado Pago na sua máquina',
    homeIntro: 'Um servidor OAuth para desenvolvimento e testes, com vendedores inventados.',
    endpoints: 'Endereços',
    application: 'Aplicativo',
    redirectUris: 'URLs de redirecionamento',
    webhookUrl: 'URL de notificações',
    none: 'nenhuma',
    secret: 'O client secret não é mostrado: está com quem iniciou este servidor.',
    sellers: 'Vendedores de teste',
    sellersMore:
      'Escolha quem você quer ver: que aplicativos tem conectados, e como retirar a permissão.',
    connectedApplications: (seller) => `Aplicativos conectados a ${seller}`,
    nothingConnected: 'Nenhum aplicativo está conectado a esta conta.',
    since: 'Desde',
    withdraw: 'Retirar a permissão',
    withdrawn: (application) =>
      `Você retirou a permissão de ${application}: não há mais acesso à sua conta.`,
    home: 'Início',
  },
  en: {
    language: 'English',
    banner: 'Local test environment. This is not Mercado Pago.',
    asks: (application) => `${application} wants to connect to your account`,
    scopes: {
      read: 'See the information of your account',
      write: 'Act on your behalf, for example charge and refund payments',
      offline_access: 'Stay connected while you are away',
    },
    seller: 'Who gives the permission?',
    allow: 'Allow',
    deny: 'Cancel',
    refused: 'The application is not ready to connect to Mercado Pago',
    denied: 'You did not give the permission',
    deniedMore: 'You can close this page now.',
    gone: 'This page is no longer valid. Go back to the application and start again.',
    homeTitle: 'Mercado Pago on your machine',
    homeIntro: 'An OAuth server for development and tests, with made-up sellers.',
    endpoints: 'Endpoints',
    application: 'Application',
    redirectUris: 'Redirect URIs',
    webhookUrl: 'Webhook URL',
    none: 'none',
    secret: 'The client secret is not shown: whoever started this server has it.',
    sellers: 'Test sellers',
    sellersMore: 'Choose one to see which applications are connected, and to withdraw them.',
    connectedApplications: (seller) => `Applications connected with ${seller}`,
    nothingConnected: 'No application is connected with this account.',
    since: 'Since',
    withdraw: 'Withdraw the permission',
    withdrawn: (application) =>
      `You withdrew the permission of ${application}: it has no access to your account any more.`,
    home: 'Home',
  },
}

/** The name of a country in a language, e.g. `Brasil`. */
export function countryName(countryId: string, language: Language): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(countryId) ?? countryId
}

/** A day in a language, e.g. `9 de março de 2026`. In UTC, whatever the server's time zone is. */
export function longDate(date: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(date)
}

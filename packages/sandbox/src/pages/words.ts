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
  none: string
  secret: string
  sellers: string
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
    none: 'ninguna',
    secret: 'El client secret no se muestra: lo tiene quien inició este servidor.',
    sellers: 'Vendedores de prueba',
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
    none: 'nenhuma',
    secret: 'O client secret não é mostrado: está com quem iniciou este servidor.',
    sellers: 'Vendedores de teste',
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
    none: 'none',
    secret: 'The client secret is not shown: whoever started this server has it.',
    sellers: 'Test sellers',
  },
}

/** The name of a country in a language, e.g. `Brasil`. */
export function countryName(countryId: string, language: Language): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(countryId) ?? countryId
}

import type { Language } from '../../pages/words.ts'

interface Wso2Words {
  /** What every page says first. */
  banner: string
  asks: (application: string) => string
  chooseUser: string
  allow: string
  deny: string
  error: string
  gone: string
  notFound: string
}

/** What a user reads at this server, in each language. */
export const wso2Words: Record<Language, Wso2Words> = {
  en: {
    banner: 'Local test environment. This is not WSO2 Identity Server.',
    asks: (application) => `${application} requests access to your account`,
    chooseUser: 'Choose a user',
    allow: 'Allow',
    deny: 'Deny',
    error: 'Authentication error',
    gone: 'This page no longer works. Go back to the application and start again.',
    notFound: 'No page of this server has this address.',
  },
  es: {
    banner: 'Entorno de pruebas local. No es WSO2 Identity Server.',
    asks: (application) => `${application} pide acceso a tu cuenta`,
    chooseUser: 'Elige un usuario',
    allow: 'Permitir',
    deny: 'Rechazar',
    error: 'Error de autenticación',
    gone: 'Esta página ya no funciona. Vuelve a la aplicación y empieza de nuevo.',
    notFound: 'Ninguna página de este servidor tiene esta dirección.',
  },
  pt: {
    banner: 'Ambiente de testes local. Não é o WSO2 Identity Server.',
    asks: (application) => `${application} pede acesso à sua conta`,
    chooseUser: 'Escolha um usuário',
    allow: 'Permitir',
    deny: 'Recusar',
    error: 'Erro de autenticação',
    gone: 'Esta página não funciona mais. Volte ao aplicativo e comece de novo.',
    notFound: 'Nenhuma página deste servidor tem este endereço.',
  },
}

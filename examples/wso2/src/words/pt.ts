import type { Words } from './words.ts'

export const pt: Words = {
  home: {
    welcome: 'Boas-vindas à Feria',
    text: 'Você entra no servidor de identidade da sua empresa. A Feria nunca vê sua senha.',
    signIn: 'Entrar com WSO2',
    hello: 'Olá,',
    subject: 'Identificador',
    email: 'E-mail',
    signOut: 'Sair',
  },
  denied: {
    title: 'Você não permitiu o acesso',
    text: 'Ninguém entrou. Se mudar de ideia, tente de novo e permita o acesso.',
  },
  failures: {
    again: {
      title: 'Você não entrou',
      text: 'A Feria não pode usar esta resposta. Ela é antiga, já foi usada ou é de outro navegador. Tente de novo.',
    },
    later: {
      title: 'Não conseguimos acessar o servidor de identidade',
      text: 'Você não entrou. Tente de novo em alguns minutos.',
    },
    setup: {
      title: 'A entrada não está bem configurada',
      text: 'Você não entrou. Você não fez nada de errado: quem opera a Feria precisa corrigir isso.',
    },
  },
  unexpected: {
    title: 'Algo deu errado',
    text: 'Você não fez nada de errado. Tente de novo.',
  },
  noSuchPage: {
    title: 'Esta página não existe',
    text: 'Talvez o endereço esteja errado.',
  },
  tryAgain: 'Tentar de novo',
  homePage: 'Página inicial',
  forDevelopers: 'Para desenvolvedores (em inglês):',
  code: 'Código',
  server: 'Servidor de identidade:',
}

import type { Words } from './words.ts'

export const en: Words = {
  home: {
    welcome: 'Welcome to Feria',
    text: 'You sign in at the identity server of your company. Feria never sees your password.',
    signIn: 'Sign in with WSO2',
    hello: 'Hello,',
    subject: 'Subject',
    email: 'Email',
    signOut: 'Sign out',
  },
  denied: {
    title: 'You did not allow access',
    text: 'Nobody is signed in. If you change your mind, try again and allow access.',
  },
  failures: {
    again: {
      title: 'You are not signed in',
      text: 'Feria cannot use this response. It is old, was already used, or belongs to another browser. Please try again.',
    },
    later: {
      title: 'We cannot reach the identity server',
      text: 'You are not signed in. Please try again in a few minutes.',
    },
    setup: {
      title: 'The sign-in is not configured correctly',
      text: 'You are not signed in. You did nothing wrong: the operator of Feria must mend this.',
    },
  },
  unexpected: {
    title: 'Something went wrong',
    text: 'You did nothing wrong. Please try again.',
  },
  noSuchPage: {
    title: 'This page does not exist',
    text: 'The address may be wrong.',
  },
  tryAgain: 'Try again',
  homePage: 'Home page',
  forDevelopers: 'For developers:',
  code: 'Code',
  server: 'Identity server:',
}

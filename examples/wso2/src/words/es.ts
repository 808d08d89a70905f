import type { Words } from './words.ts'

export const es: Words = {
  home: {
    welcome: 'Te damos la bienvenida a Feria',
    text: 'Inicias sesión en el servidor de identidad de tu empresa. Feria nunca ve tu contraseña.',
    signIn: 'Iniciar sesión con WSO2',
    hello: 'Hola,',
    subject: 'Identificador',
    email: 'Correo electrónico',
    signOut: 'Cerrar sesión',
  },
  denied: {
    title: 'No permitiste el acceso',
    text: 'No se inició sesión. Si cambias de idea, prueba otra vez y permite el acceso.',
  },
  failures: {
    again: {
      title: 'No iniciaste sesión',
      text: 'Feria no puede usar esta respuesta. Es vieja, ya se usó o es de otro navegador. Prueba otra vez.',
    },
    later: {
      title: 'No podemos conectar con el servidor de identidad',
      text: 'No iniciaste sesión. Prueba otra vez en unos minutos.',
    },
    setup: {
      title: 'El inicio de sesión no está bien configurado',
      text: 'No iniciaste sesión. No hiciste nada mal: quien opera Feria tiene que corregirlo.',
    },
  },
  unexpected: {
    title: 'Algo salió mal',
    text: 'No hiciste nada mal. Prueba otra vez.',
  },
  noSuchPage: {
    title: 'Esta página no existe',
    text: 'Es posible que la dirección esté mal.',
  },
  tryAgain: 'Probar otra vez',
  homePage: 'Página de inicio',
  forDevelopers: 'Para desarrolladores (en inglés):',
  code: 'Código',
  server: 'Servidor de identidad:',
}

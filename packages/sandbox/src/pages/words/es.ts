import type { Words } from './words.ts'

export const es: Words = {
  language: 'Español',
  chooseLanguage: 'Idioma',
  banner: 'Entorno de pruebas local. No es Mercado Pago.',
  controlRoom: 'Sala de control',
  skipToContent: 'Ir al contenido',

  asks: (application) => `${application} quiere conectarse a tu cuenta`,
  willBeAble: 'Qué va a poder hacer',
  scopes: {
    read: {
      title: 'Ver la información de tu cuenta',
      meaning: 'Tus datos, tus ventas y los pagos que recibes.',
    },
    write: {
      title: 'Operar en tu nombre',
      meaning: 'Por ejemplo, cobrar y devolver pagos.',
    },
    offline_access: {
      title: 'Mantener la conexión cuando no estés presente',
      meaning: 'Renueva su acceso sin volver a preguntarte, hasta que lo retires.',
    },
  },
  noScopes: 'Solo saber quién eres: no pide ningún permiso.',
  seller: '¿Con qué cuenta?',
  wayBack: ['Si permites, vuelves a ', '.'],
  withdrawable: 'Puedes retirar el permiso cuando quieras, en',
  allow: 'Permitir',
  deny: 'Cancelar',

  refused: 'La aplicación no está preparada para conectarse a Mercado Pago',
  refusedMore:
    'Mercado Pago no dice más que eso y no avisa a la aplicación. Este sandbox dice qué hay que revisar.',
  operator: 'Con esta cuenta no puedes dar el permiso',
  operatorMore: 'Entraste como operador. Pide al administrador de la cuenta que dé el permiso.',
  toCheck: 'Qué revisar',
  registered: 'Registrada',
  received: 'Recibida',
  endsHere: 'termina aquí',
  faultMore:
    'Es una falla que alguien pidió en la sala de control o por la API. El próximo pedido sale normal, si no hay otra esperando.',
  gone: 'Esta página ya no vale',
  goneMore: 'Sirve una sola vez y durante diez minutos. Vuelve a la aplicación y empieza de nuevo.',
  denied: 'No diste el permiso',
  deniedMore: 'Ya puedes cerrar esta página.',
  deniedWhy:
    'Para quien desarrolla: la aplicación no se entera de nada, porque en este sandbox una negativa es silenciosa.',

  homeTitle: 'Mercado Pago en tu máquina',
  homeIntro:
    'Un servidor OAuth para desarrollo y pruebas, con vendedores inventados. Nada de lo que pasa aquí sale de tu máquina.',
  endpoints: 'Direcciones',
  authorizationEndpoint: 'Aquí el vendedor da su permiso',
  tokenEndpoint: 'Aquí un código se cambia por tokens, y se renuevan',
  profileEndpoint: 'Aquí se ve de quién es un token',
  goToControlRoom: 'Ir a la sala de control',
  controlRoomMore:
    'Mira cada pedido, adelanta el reloj, provoca fallas y administra aplicaciones y vendedores.',

  connected: 'Aplicaciones conectadas',
  connectedApplications: (seller) => `Aplicaciones conectadas a ${seller}`,
  nothingConnected: 'Ninguna aplicación está conectada a esta cuenta.',
  nothingConnectedMore: 'Cuando des permiso a una, aparecerá aquí.',
  otherAccounts: 'Otras cuentas',
  since: 'Desde el',
  lastUsed: 'Último uso:',
  lastRenewed: 'Última renovación:',
  permissions: 'Permisos',
  withdraw: 'Retirar el permiso',
  withdrawMeans: (application) =>
    `${application} pierde el acceso en el acto: sus tokens y códigos dejan de servir y recibe un aviso. Para volver a conectarla hay que dar el permiso otra vez.`,
  reallyWithdraw: (application) => `Sí, retirar el permiso a ${application}`,
  withdrawn: (application) =>
    `Retiraste el permiso a ${application}: ya no tiene acceso a tu cuenta.`,

  payTo: (seller) => `Pagar a ${seller}`,
  total: 'Total',
  pay: 'Pagar con dinero inventado',
  paid: 'Pagado. No se movió dinero de verdad.',
  fee: (fee, rest, seller) =>
    `Para quien desarrolla: la comisión del marketplace es ${fee}, y ${seller} recibe ${rest}.`,
  thanks: 'Gracias por tu compra',
}

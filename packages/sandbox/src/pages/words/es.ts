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
  signedInAs: 'Iniciaste sesión como',
  otherAccount: '¿No eres tú? Usa otra cuenta',
  signedOut: 'Cerraste sesión en Mercado Pago',
  signedOutMore: 'Vuelve a la aplicación y conéctate otra vez: podrás elegir otra cuenta.',
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

  errors: {
    invalid_grant: 'el código o refresh token venció, ya se usó o es de otro pedido',
    invalid_client: 'el client id o el client secret no es el de la aplicación',
    invalid_request: 'falta un dato o tiene otra forma',
    unsupported_grant_type: 'el grant_type no existe',
    unauthorized_client: 'la aplicación no tiene permitido este flujo',
    unauthorized: 'el token venció, fue retirado o no existe',
    access_denied: 'el vendedor dijo que no',
    consent_gone: 'la página ya se usó o pasaron diez minutos',
    unknown_client: 'no hay una aplicación con ese client_id',
    redirect_uri: 'la URL de redireccionamiento no es igual a la registrada',
    response_type: 'response_type tiene que ser code',
    flow_disabled: 'este flujo está apagado en la aplicación',
    repeated_parameter: 'un parámetro está dos veces',
    platform_id: 'platform_id tiene que ser mp',
    state: 'el state es demasiado largo',
    pkce_required: 'PKCE es obligatorio y falta code_challenge',
    pkce_off: 'PKCE está apagado y se mandó un code_challenge',
    code_challenge: 'el code_challenge tiene otra forma',
    invalid_operator_user_id: 'solo el administrador de la cuenta puede dar permiso',
  },
}

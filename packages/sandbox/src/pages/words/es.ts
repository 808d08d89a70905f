import type { Words } from './words.ts'

export const es: Words = {
  language: 'Español',
  chooseLanguage: 'Idioma',
  banner: 'Entorno de pruebas local. No es Mercado Pago.',
  controlRoom: 'Sala de control',
  skipToContent: 'Ir al contenido',

  asks: (application) => `${application} quiere conectarse a tu cuenta`,
  willBeAble: 'Qué podrá hacer',
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
      title: 'Mantener la conexión',
      meaning: 'Renueva su acceso sin preguntarte, hasta que lo retires.',
    },
  },
  noScopes: 'Ver qué cuenta tienes. No solicita ningún otro acceso.',
  seller: 'Elige una cuenta',
  testAccounts: 'Cuentas de prueba de este sandbox',
  signedInAs: 'Iniciaste sesión como',
  otherAccount: 'Usar otra cuenta',
  signedOut: 'Cerraste sesión en Mercado Pago',
  signedOutMore: 'Vuelve a la aplicación y conéctate otra vez. Entonces podrás elegir otra cuenta.',
  wayBack: ['Si permites el acceso, vuelves a ', '.'],
  withdrawable: 'Puedes retirar el acceso en cualquier momento en',
  allow: 'Permitir',
  deny: 'Cancelar',

  refused: 'La aplicación no está preparada para conectarse a Mercado Pago',
  refusedMore:
    'Mercado Pago no muestra el motivo y la aplicación no recibe nada. Este sandbox muestra qué revisar.',
  operator: 'Este usuario no puede dar acceso',
  operatorMore:
    'Iniciaste sesión como operador. Pide al administrador de la cuenta que conecte la aplicación.',
  toCheck: 'Qué revisar',
  registered: 'Registrada',
  received: 'Recibida',
  endsHere: 'termina aquí',
  inEnglish: 'Detalle, en inglés',
  faultMore:
    'Alguien pidió esta falla en la sala de control o con la API. Recarga la página: la próxima solicitud funciona, salvo que haya otra falla pendiente.',
  gone: {
    used: {
      title: 'Esta página ya se usó',
      meaning: 'Una página de autorización funciona una sola vez.',
    },
    expired: {
      title: 'Esta página venció',
      meaning: 'Una página de autorización funciona durante diez minutos.',
    },
    unknown: {
      title: 'Esta página ya no funciona',
      meaning: 'El sandbox no la conoce. Es posible que se haya reiniciado.',
    },
  },
  startAgain: 'Para conectarte, vuelve a la aplicación y empieza de nuevo.',
  backTo: (host) => `Volver a ${host}`,
  notFound: 'No se encontró la página',
  notFoundMore:
    'Es posible que la dirección esté mal. Si el sandbox se reinició, ya no tiene las orders y preferencias anteriores.',
  goHome: 'Ir a la página de inicio',
  denied: 'Cancelaste',
  deniedMore: 'La aplicación no tiene acceso a tu cuenta. Puedes cerrar esta página.',
  deniedWhy:
    'Para desarrolladores: la aplicación no recibe nada, porque el interruptor «Cuando el vendedor cancela» está en silent.',

  homeTitle: 'Mercado Pago en tu máquina',
  homeIntro:
    'Un servidor OAuth para desarrollo y pruebas, con cuentas de prueba. Todo queda en tu máquina.',
  endpoints: 'Endpoints',
  authorizationEndpoint: 'Un vendedor da acceso a tu aplicación.',
  tokenEndpoint: 'Tu aplicación canjea un código por tokens y los renueva.',
  profileEndpoint: 'Tu aplicación lee la cuenta de un token.',
  goToControlRoom: 'Abrir la sala de control',
  controlRoomMore:
    'En la sala de control ves cada solicitud, adelantas el reloj, provocas fallas y administras aplicaciones y vendedores.',

  connected: 'Aplicaciones conectadas',
  connectedApplications: (seller) => `Aplicaciones conectadas a ${seller}`,
  nothingConnected: 'Ninguna aplicación está conectada a esta cuenta.',
  nothingConnectedMore: 'Una aplicación aparece aquí después de que le das acceso.',
  otherAccounts: 'Otras cuentas',
  since: 'Conectada el',
  lastUsed: 'Último uso:',
  lastRenewed: 'Última renovación:',
  permissions: 'Acceso',
  withdraw: 'Retirar el acceso',
  withdrawMeans: (application) =>
    `${application} pierde el acceso de inmediato. Sus códigos y tokens dejan de servir, y recibe una notificación. Puedes volver a conectarla más adelante.`,
  reallyWithdraw: (application) => `Retirar el acceso a ${application}`,
  withdrawn: (application) => `${application} ya no tiene acceso a tu cuenta.`,

  payTo: (seller) => `Pagar a ${seller}`,
  total: 'Total',
  pay: 'Pagar con dinero de prueba',
  paid: 'Pagado con dinero de prueba.',
  fee: (fee, rest, seller) =>
    `Para desarrolladores: la comisión del marketplace es ${fee}, y ${seller} recibe ${rest}.`,
  thanks: 'Gracias por tu compra',

  errors: {
    invalid_grant: 'el código o refresh token venció, ya se usó o es de otra solicitud',
    invalid_client: 'el client id o el client secret es incorrecto',
    invalid_request: 'falta un campo o está mal formado',
    unsupported_grant_type: 'el grant_type es desconocido',
    unauthorized_client: 'la aplicación no puede usar este flujo',
    unauthorized: 'el token venció, fue retirado o no existe',
    access_denied: 'el vendedor canceló',
    consent_gone: 'la página ya se usó o venció',
    unknown_client: 'ninguna aplicación tiene ese client_id',
    redirect_uri: 'la URL de redireccionamiento no es idéntica a una registrada',
    response_type: 'response_type tiene que ser code',
    flow_disabled: 'la aplicación no permite este flujo',
    repeated_parameter: 'un parámetro aparece dos veces',
    platform_id: 'platform_id tiene que ser mp',
    state: 'el state es demasiado largo',
    pkce_required: 'PKCE es obligatorio y falta code_challenge',
    pkce_off: 'PKCE está desactivado y se envió un code_challenge',
    code_challenge: 'el code_challenge está mal formado',
    invalid_operator_user_id: 'solo el administrador de la cuenta puede dar acceso',
  },
}

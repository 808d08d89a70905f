import type { Words } from './words.ts'

const startAgain = 'Prueba otra vez: lleva menos de un minuto.'
const waitAndRetry = 'Prueba otra vez en unos minutos.'
const nothingChanged = 'Tu cuenta no se conectó y nada cambió en ella.'

export const es: Words = {
  language: 'Español',
  layout: {
    languages: 'Idioma',
    signOut: 'Salir',
    busy: {
      renew: 'Esperando a Mercado Pago…',
      disconnect: 'Desconectando…',
      checkout: 'Esperando a Mercado Pago…',
      sweep: 'Renovando las cuentas pendientes…',
    },
    sandbox:
      'Esta página usa un entorno de pruebas en lugar de Mercado Pago. Los vendedores y el dinero son inventados.',
    controlRoom: 'Abrir la sala de control',
    lastAttempt: 'Ver el último intento de conexión, paso a paso',
    real: 'Esta página usa el Mercado Pago de verdad.',
  },
  notices: {
    linked: (seller) => `Conectaste la cuenta ${seller}.`,
    alreadyLinked: (seller) =>
      `${seller} ya está conectada. No usamos la segunda respuesta y nada cambió.`,
    renewed: (end) => `El acceso se renovó hasta el ${end}.`,
    disconnected: 'Desconectaste la cuenta. Feria ya no puede cobrar por ella.',
    cancelled: 'Cancelaste en Mercado Pago. No se conectó nada.',
  },
  signOut: {
    title: '¿Salir de Feria?',
    text: 'Tus cuentas siguen conectadas y Feria sigue renovando el acceso.',
    yes: 'Salir',
    no: 'No, volver',
  },
  welcome: {
    title: 'Vende en Feria y cobra con Mercado Pago',
    text: 'Feria es un pequeño mercado. Abres una tienda y conectas tu cuenta de Mercado Pago una sola vez. Después te pagan directamente a ti.',
    steps: [
      { title: 'Abre tu tienda', text: 'Elige una de las nuestras o escribe otro nombre.' },
      { title: 'Conecta Mercado Pago', text: 'Mercado Pago te pide que permitas el acceso.' },
      {
        title: 'Vende',
        text: 'Crea un enlace de pago. Tú recibes el dinero y Feria se queda con su comisión.',
      },
    ],
  },
  signIn: {
    title: '¿Cuál es tu tienda?',
    text: 'Esto es un ejemplo: no necesitas contraseña.',
    choose: 'Elige una tienda',
    name: 'O escribe otro nombre',
    rule: 'Escribe un nombre de hasta 40 letras o números.',
    enter: 'Abrir la tienda',
  },
  home: {
    title: 'Cobra con Mercado Pago',
    text: 'Conecta una cuenta una sola vez. Después te pagan directamente a ti. Puedes revocar el acceso cuando quieras.',
    connect: 'Conectar Mercado Pago',
    connectAnother: 'Conectar otra cuenta',
    accounts: 'Cuentas conectadas',
    none: 'Todavía no conectaste ninguna cuenta.',
  },
  seller: {
    unnamed: (sellerId) => `Cuenta ${sellerId}`,
    states: {
      linked: 'Conectada',
      overdue: 'Renovación atrasada',
      ended: 'Acceso vencido',
      relink: 'Debe conectarse otra vez',
    },
    overdue: (end) =>
      `Feria todavía no pudo renovar el acceso. Puedes seguir vendiendo hasta el ${end}. Renuévalo antes de ese día.`,
    ended: (end) =>
      `El acceso venció el ${end}, así que no puedes vender. Renuévalo ahora. Si Mercado Pago no lo acepta, conecta la cuenta otra vez.`,
    endedForGood: (end) =>
      `El acceso venció el ${end} y no se puede renovar. Conecta la cuenta otra vez para seguir vendiendo.`,
    cannotRenew: (end) =>
      `Feria no puede renovar este acceso. Conecta la cuenta otra vez antes del ${end} para seguir vendiendo.`,
    lost: {
      revoked:
        'Revocaste el acceso en Mercado Pago, o Mercado Pago lo revocó. Conecta la cuenta otra vez para seguir vendiendo.',
      expired:
        'Feria no renovó el acceso a tiempo y venció. Conecta la cuenta otra vez para seguir vendiendo.',
      rotation_lost:
        'Una renovación se interrumpió y Mercado Pago no acepta otra. Conecta la cuenta otra vez para seguir vendiendo.',
      no_offline_access:
        'Permitiste el acceso solo mientras estás presente, así que Feria no puede renovarlo. Conecta la cuenta otra vez para seguir vendiendo.',
    },
    linkAgain: 'Conectar otra vez',
    id: 'Número de vendedor',
    country: 'País',
    environment: 'Entorno',
    live: 'Producción',
    test: 'Prueba',
    sandbox: 'Cuenta de prueba de este sandbox',
    unknown: 'Desconocido',
    permissions: 'Feria puede',
    scopes: {
      read: 'Ver tu cuenta',
      write: 'Cobrar y devolver pagos por ti',
      offline_access: 'Renovar el acceso sin ti',
    },
    otherScope: 'Usar',
    noScope: 'Hacer todo lo que puede la aplicación',
    back: 'Todas las cuentas conectadas',
  },
  life: {
    title: 'Acceso',
    summary: ({ since, today, due, end }) =>
      `El acceso vale desde el ${since} hasta el ${end}. Hoy es ${today}. ${due ? `Feria lo renueva el ${due}.` : 'Feria no puede renovarlo.'}`,
    today: 'hoy',
    due: 'Feria lo renueva el',
    renewal: 'renovación',
    end: 'El acceso vence',
    lastRenewed: 'Última renovación',
    notYet: 'Nunca',
    left: (days) => (days === 1 ? 'Queda 1 día' : `Quedan ${days} días`),
    over: 'Venció',
  },
  timeline: {
    title: 'Actividad',
    empty: 'Todavía no pasó nada.',
    linked: 'Se conectó',
    linkedAgain: 'Se conectó otra vez',
    renewed: 'El acceso se renovó',
    renewalFailed: 'Una renovación falló. Feria la reintentará',
    renewalRefused: 'Mercado Pago rechazó una renovación. Feria la reintentará más tarde',
    mustLink: 'Tienes que conectar otra vez',
    recovered: 'Sigue conectada: se guardó una renovación tardía',
    disconnected: 'Se desconectó',
    checkoutCreated: (sale) => `Se creó un enlace de pago: ${sale}`,
    buyerReturned: {
      approved: (sale) => `Un comprador volvió con un pago aprobado: ${sale}`,
      pending: (sale) => `Un comprador volvió con un pago pendiente: ${sale}`,
      failed: (sale) => `Un comprador volvió sin pagar: ${sale}`,
    },
    by: {
      hand: 'a pedido tuyo',
      sweep: 'automáticamente',
      use: 'antes de usarlo',
      elsewhere: 'en otro proceso',
    },
  },
  actions: {
    checkout: 'Crear un enlace de pago',
    checkoutText: 'Un enlace de pago. Tú recibes el dinero y Feria se queda con su comisión.',
    checkoutOff:
      'Podrás vender otra vez cuando el acceso se renueve o conectes la cuenta de nuevo.',
    renew: 'Renovar ahora',
    renewText: 'No hace falta: Feria renueva el acceso automáticamente.',
    disconnect: 'Desconectar',
    disconnectText: 'Feria borra su acceso y ya no puede cobrar por ti.',
  },
  disconnect: {
    title: (seller) => `¿Desconectar ${seller}?`,
    text: 'Feria borra su acceso enseguida y ya no puede cobrar por ti.',
    more: 'Para volver a vender aquí, conecta la cuenta otra vez. Mercado Pago mantiene a Feria en la lista de tus aplicaciones hasta que la quites allí.',
    yes: 'Sí, desconectar',
    no: 'No, volver',
  },
  checkout: {
    title: 'Crear un enlace de pago',
    text: (seller) =>
      `El comprador le paga a ${seller}. Mercado Pago transfiere la comisión a Feria.`,
    item: 'Qué vendes',
    price: 'Precio',
    fee: 'Comisión de Feria',
    feeText: 'Feria la toma del precio. Puede ser 0.',
    create: 'Crear el enlace de pago',
    itemRule: 'Escribe qué vendes, en 120 caracteres como máximo.',
    priceRule: 'Escribe un precio mayor que 0, sin más decimales que los de la moneda.',
    feeRule: 'Escribe una comisión de 0 o más, pero menor que el precio.',
    readyTitle: 'Tu enlace de pago está listo',
    readyText: 'Envía este enlace al comprador. El dinero llega a tu cuenta.',
    pay: 'Abrir el enlace de pago',
    receives: (seller) => `${seller} recibe, antes de los cargos de Mercado Pago`,
    another: 'Crear otro',
    back: 'Volver a la cuenta',
  },
  sale: {
    title: {
      approved: 'Gracias',
      pending: 'Tu pago está pendiente',
      failed: 'No pagaste',
    },
    text: {
      approved: 'Mercado Pago te envió de vuelta con un pago aprobado.',
      pending: 'Mercado Pago te envió de vuelta con un pago que todavía no está aprobado.',
      failed: 'Mercado Pago te envió de vuelta sin un pago. Puedes probar otra vez.',
    },
    account: 'Volver a la cuenta',
    home: 'Ir a Feria',
  },
  operator: {
    title: 'Todos los vendedores',
    text: 'Esta página es para el operador de Feria, no para las tiendas.',
    signIn: 'Entrada del operador',
    password: 'Contraseña del operador',
    wrongPassword: 'Esa no es la contraseña del operador.',
    enter: 'Entrar',
    all: (sellers) => `${sellers} en total`,
    states: 'Vendedores por estado',
    unreadable: 'Registro ilegible',
    due: 'Renovaciones en los próximos 180 días',
    dueText: ({ due, later }) =>
      `Pendientes ahora: ${due}. Pendientes en los próximos 180 días: ${later}.`,
    from: 'Diez días desde el',
    dueNow: 'Pendientes ahora',
    sellers: 'Vendedores',
    relink: 'Quién tiene que conectar otra vez',
    relinkText: (sellers) => `Vendedores que tienen que conectar otra vez: ${sellers}.`,
    noRelink: 'Nadie tiene que conectar otra vez.',
    more: 'Mostrar todos',
    failure: 'Fallo más antiguo',
    failureText: ({ sellerId, since, code }) =>
      `Las renovaciones del vendedor ${sellerId} fallan desde el ${since}. Último código: ${code}.`,
    noFailure: 'Ninguna renovación está fallando.',
    sweep: 'Último barrido',
    sweepText: ({ at, renewed, failed }) => `${at}. Renovados: ${renewed}. Fallidos: ${failed}.`,
    sweepStopped: ({ at, code }) =>
      `${at}. El barrido se detuvo antes de terminar. Código: ${code}.`,
    noSweep: 'Todavía no terminó ningún barrido.',
    sweepNow: 'Hacer un barrido ahora',
    sweepNowText: 'Un barrido renueva a todos los vendedores pendientes. Puede tardar un minuto.',
    seller: 'Vendedor',
    shop: 'Tienda',
    state: 'Estado',
    dueAt: 'Renovación',
    expiresAt: 'El acceso vence',
    problem: 'Motivo',
    list: 'Vendedores, por número',
    next: 'Página siguiente',
    first: 'Volver a la primera página',
    never: 'Nunca',
  },
  failure: {
    code: 'Código',
    tryAgain: 'Probar otra vez',
    signOut: 'Cerrar sesión en Mercado Pago (en otra pestaña)',
    accounts: 'Ver tus cuentas conectadas',
    backToSeller: 'Volver a la cuenta',
    home: 'Página de inicio',
    whatHappened: 'Ver qué pasó',
  },
  failures: {
    access_denied: {
      title: 'Cancelaste en Mercado Pago',
      text: nothingChanged,
      next: 'Si cambias de idea, prueba otra vez y permite el acceso.',
    },
    state_mismatch: {
      title: 'No podemos asociar esta respuesta a tu navegador',
      text: 'No empezaste esta conexión aquí, o ya no está abierta. No usamos la respuesta, para proteger tu cuenta. Lo más habitual:',
      causes: [
        'Empezaste hace más de diez minutos, o en otro navegador.',
        'Saliste o abriste otra tienda antes de volver.',
        'Tu navegador bloquea las cookies, o las borraste.',
        'Empezaste en otra dirección de Feria.',
        'La respuesta es vieja. Puede que tu cuenta ya esté conectada.',
      ],
      next: 'Mira tus cuentas conectadas. Si la tuya no está, prueba otra vez.',
    },
    state_consumed: {
      title: 'Esta respuesta ya se usó',
      text: 'Una respuesta sirve una sola vez. Al recargar, al volver atrás o en una segunda pestaña se envió de nuevo. El primer resultado sigue vigente.',
      next: 'Mira tus cuentas conectadas. Si la tuya no está, conéctala en esa página.',
    },
    state_expired: {
      title: 'Tardaste más de diez minutos',
      text: 'Un intento de conexión vence a los diez minutos, para proteger tu cuenta.',
      next: startAgain,
    },
    state_missing: {
      title: 'A esta respuesta le falta el dato state',
      text: 'La conexión tiene que empezar en Feria. No usamos la respuesta, para proteger tu cuenta.',
      next: startAgain,
    },
    issuer_mismatch: {
      title: 'Esta respuesta no viene de Mercado Pago',
      text: 'Nombra a otro emisor. No usamos la respuesta, para proteger tu cuenta.',
      next: startAgain,
    },
    callback_malformed: {
      title: 'No podemos leer esta respuesta',
      text: 'La dirección de esta página está incompleta, o algo la cambió.',
      next: startAgain,
    },
    callback_method: {
      title: 'No puedes abrir esta página directamente',
      text: 'Mercado Pago te envía aquí después de que permites el acceso.',
      next: startAgain,
    },
    authorization_error: {
      title: 'Mercado Pago informó un fallo',
      text: nothingChanged,
      next: waitAndRetry,
    },
    code_rejected: {
      title: 'Mercado Pago no aceptó el código',
      text: 'El código tiene más de diez minutos, o ya se usó.',
      next: startAgain,
    },
    client_rejected: {
      title: 'Feria no está bien configurada',
      text: 'Mercado Pago no acepta las credenciales de Feria. Tú no hiciste nada mal.',
      next: 'Para el operador de Feria: compara el Client ID y el Client Secret con el panel. Revisa que el panel permita el flujo authorization code.',
    },
    exchange_outcome_unknown: {
      title: 'La conexión se interrumpió en el último paso',
      text: 'Enviamos el código y no recibimos respuesta. Un código sirve una sola vez, así que no lo reintentamos.',
      next: startAgain,
    },
    token_response_invalid: {
      title: 'Mercado Pago envió una respuesta que no podemos usar',
      text: 'La respuesta está incompleta o tiene otra forma.',
      next: waitAndRetry,
    },
    upstream_unavailable: {
      title: 'No podemos conectar con Mercado Pago',
      text: 'Mercado Pago no funciona, o falló nuestra conexión.',
      next: waitAndRetry,
    },
    upstream_timeout: {
      title: 'Mercado Pago no respondió a tiempo',
      text: 'Dejamos de esperar la respuesta.',
      next: waitAndRetry,
    },
    upstream_rate_limited: {
      title: 'Mercado Pago está ocupado',
      text: 'Nos pide enviar menos solicitudes.',
      next: 'Prueba otra vez en un minuto.',
    },
    reauthorization_required: {
      title: 'Tienes que conectar esta cuenta otra vez',
      text: 'El acceso se revocó en Mercado Pago, venció o ya no se puede renovar.',
      next: 'Conecta la cuenta otra vez para seguir vendiendo.',
    },
    seller_mismatch: {
      title: 'Esta es otra cuenta',
      text: 'En Mercado Pago entraste con una cuenta distinta. Ninguna de las dos cambió.',
      next: 'Mercado Pago recuerda la última cuenta que usaste. Cierra sesión allí y prueba otra vez con la cuenta correcta.',
    },
    seller_already_linked: {
      title: 'Otra tienda usa esta cuenta',
      text: 'Otra tienda de Feria está conectada a esta cuenta de Mercado Pago. Sigue conectada.',
      next: 'Para usar otra cuenta, cierra sesión en Mercado Pago y prueba otra vez. Para usar esta, desconéctala primero en la otra tienda.',
    },
    renewal_busy: {
      title: 'Esta cuenta está ocupada ahora mismo',
      text: 'Otro proceso está renovando el acceso y tarda más de lo normal.',
      next: waitAndRetry,
    },
    renewal_refused: {
      title: 'Mercado Pago rechazó la renovación',
      text: 'Tu acceso sigue vigente. Feria la reintentará más tarde.',
      next: waitAndRetry,
    },
    closed: {
      title: 'Feria se está reiniciando',
      text: 'No empezamos lo que pediste.',
      next: waitAndRetry,
    },
    store_unavailable: {
      title: 'No podemos conectar con nuestra base de datos',
      text: 'No sabemos si el último paso se guardó.',
      next: waitAndRetry,
    },
    key_manager_unavailable: {
      title: 'Ahora no podemos descifrar tu acceso',
      text: 'Está guardado cifrado, y el servicio que custodia la clave no responde.',
      next: waitAndRetry,
    },
    token_not_saved: {
      title: 'No pudimos guardar el acceso',
      text: 'Mercado Pago lo concedió, pero nuestra base de datos no lo guardó.',
      next: waitAndRetry,
    },
    token_undecryptable: {
      title: 'No podemos descifrar el acceso a esta cuenta',
      text: 'Está guardado, pero falta su clave. Tú no hiciste nada mal.',
      next: 'Para el operador de Feria: revisa que estén configuradas todas las claves de cifrado.',
    },
    record_unreadable: {
      title: 'No podemos leer el registro de esta cuenta',
      text: 'El registro tiene una forma que no conocemos. Tú no hiciste nada mal.',
      next: 'Para el operador de Feria: revisa que el almacén esté migrado y que todas las máquinas usen la misma versión.',
    },
    checkout_refused: {
      title: 'Mercado Pago no aceptó este enlace de pago',
      text: 'No se creó ningún enlace de pago y no se le cobró a nadie. Lo más habitual:',
      causes: [
        'El precio está fuera de los límites de este país.',
        'No permitiste que Feria cobre por esta cuenta.',
        'La cuenta todavía no está lista para vender.',
      ],
      next: 'Cambia el precio o la comisión, y prueba otra vez.',
    },
    checkout_sent_before: {
      title: 'Este enlace de pago ya se pidió',
      text: 'La solicitud se envió dos veces. Mercado Pago no dice si la primera creó un enlace. Nadie paga hasta que un comprador abre un enlace.',
      next: 'Vuelve a la cuenta y crea un enlace de pago nuevo.',
    },
    no_such_page: {
      title: 'Esta página no existe',
      text: 'La dirección está mal escrita, o la cuenta ya no está conectada a tu tienda.',
      next: 'En la página de inicio están todas las cuentas conectadas.',
    },
    foreign_form: {
      title: 'Este formulario no se envió desde Feria',
      text: 'Puede que otro sitio haya intentado actuar por ti. No hicimos nada, para proteger tu cuenta.',
      next: 'Si fuiste tú, abre la página en Feria y usa el botón de allí.',
    },
    form_unreadable: {
      title: 'No podemos leer este formulario',
      text: 'Nuestra página no envía un formulario así, de modo que no lo usamos.',
      next: 'Abre la página otra vez y completa el formulario.',
    },
    unexpected: {
      title: 'Algo falló de nuestro lado',
      text: 'No esperábamos este fallo. Tú no hiciste nada mal.',
      next: waitAndRetry,
    },
  },
}

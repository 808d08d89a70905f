import type { Words } from './words.ts'

const startAgain = 'Prueba otra vez: lleva menos de un minuto.'
const waitAndRetry = 'Prueba otra vez en unos minutos.'
const nothingChanged = 'Tu cuenta no quedó vinculada, y nada cambió en ella.'

export const es: Words = {
  language: 'Español',
  layout: {
    languages: 'Idioma',
    signOut: 'Salir',
    sandbox:
      'Un entorno de pruebas hace de Mercado Pago: vendedores inventados, sin dinero de verdad.',
    controlRoom: 'Abrir su sala de control',
    real: 'Esto funciona con el Mercado Pago de verdad.',
  },
  welcome: {
    title: 'Tu puesto en la feria, con los cobros de Mercado Pago',
    text: 'Feria es un pequeño mercado. Traes una tienda, conectas tu cuenta de Mercado Pago una sola vez, y quienes compran te pagan directamente a ti.',
    steps: [
      { title: 'Abre tu tienda', text: 'Elige una de las nuestras, o ponle nombre a la tuya.' },
      { title: 'Conecta Mercado Pago', text: 'Allí decides qué puede hacer Feria.' },
      { title: 'Vende', text: 'Crea un cobro: el dinero es tuyo; la comisión, de Feria.' },
    ],
  },
  signIn: {
    title: '¿Cuál es tu tienda?',
    text: 'Esto es un ejemplo, así que nadie te pide una contraseña.',
    choose: 'Elige una tienda',
    name: 'O escribe otro nombre',
    rule: 'Escribe un nombre de hasta 40 letras o números.',
    enter: 'Abrir la tienda',
  },
  home: {
    title: 'Vende en Feria y cobra con Mercado Pago',
    text: 'Conecta una cuenta una sola vez. Desde entonces te pagan directamente a ti, y puedes retirar el permiso cuando quieras.',
    connect: 'Conectar Mercado Pago',
    connectAnother: 'Conectar otra cuenta',
    accounts: 'Cuentas vinculadas',
    none: 'Todavía no hay ninguna cuenta vinculada.',
  },
  seller: {
    unnamed: (sellerId) => `Cuenta ${sellerId}`,
    states: {
      linked: 'Vinculada',
      overdue: 'Renovación atrasada',
      ended: 'Terminó',
      relink: 'Hay que volver a vincular',
    },
    overdue: (end) =>
      `Feria ya debería haber renovado el permiso. Puedes seguir vendiendo hasta el ${end}: renuévalo antes de ese día.`,
    ended: (end) =>
      `El permiso terminó el ${end} y no se renovó, así que no puedes vender. Renuévalo ahora. Si Mercado Pago no lo acepta, conecta la cuenta otra vez.`,
    endedForGood: (end) =>
      `El permiso terminó el ${end} y no se puede renovar. Conecta la cuenta otra vez para seguir vendiendo.`,
    cannotRenew: (end) =>
      `No se puede renovar. Conecta la cuenta otra vez antes del ${end} para seguir vendiendo.`,
    lost: {
      revoked:
        'Retiraste el permiso en Mercado Pago, o Mercado Pago lo dio por terminado. Conecta la cuenta otra vez para seguir vendiendo.',
      expired:
        'El permiso no se renovó a tiempo y Mercado Pago lo dejó vencer. Conecta la cuenta otra vez para seguir vendiendo.',
      rotation_lost:
        'Una renovación se cortó a la mitad y Mercado Pago no acepta otra. Conecta la cuenta otra vez para seguir vendiendo.',
      no_offline_access:
        'El permiso no se puede renovar: no deja que Feria siga conectada. Conecta la cuenta otra vez para seguir vendiendo.',
    },
    linkAgain: 'Conectar otra vez',
    id: 'Número de vendedor',
    country: 'País',
    environment: 'Entorno',
    live: 'Producción',
    test: 'Prueba',
    unknown: 'Desconocido',
    permissions: 'Feria puede',
    scopes: {
      read: 'Ver tu cuenta',
      write: 'Cobrar y devolver pagos por ti',
      offline_access: 'Seguir conectada cuando no estás',
    },
    otherScope: 'Usar',
    noScope: 'Todo lo que puede la aplicación',
    back: 'Todas las cuentas vinculadas',
  },
  life: {
    title: 'Vida del permiso',
    summary: ({ since, today, due, end }) =>
      `Vale desde el ${since} hasta el ${end}. Hoy es ${today}. ${due ? `Feria lo renueva a partir del ${due}.` : 'No se va a renovar.'}`,
    today: 'hoy',
    since: 'Desde',
    due: 'Se renueva desde',
    end: 'Vale hasta',
    lastRenewed: 'Última renovación',
    notYet: 'Ninguna todavía',
    left: (days) => (days === 1 ? 'Queda 1 día' : `Quedan ${days} días`),
    over: 'Terminó',
  },
  timeline: {
    title: 'Qué pasó',
    empty: 'Nada todavía.',
    linked: 'Se vinculó',
    linkedAgain: 'Se volvió a vincular',
    renewed: 'Se renovó',
    renewalFailed: 'Una renovación falló. Feria lo intentará otra vez',
    renewalRefused: 'Mercado Pago rechazó una renovación. Feria lo intentará más tarde',
    mustLink: 'Hay que volver a vincular',
    recovered: 'Sigue vinculada: se guardó una renovación que llegó tarde',
    disconnected: 'Se desconectó',
    by: {
      hand: 'con el botón',
      sweep: 'sola, a tiempo',
      use: 'porque se usó',
      elsewhere: 'en otra ejecución de Feria',
    },
  },
  actions: {
    checkout: 'Crear un cobro',
    checkoutText: 'Un enlace con el que te pagan a ti y, a Feria, su comisión.',
    checkoutOff:
      'Podrás vender otra vez cuando el permiso se renueve o conectes la cuenta de nuevo.',
    renew: 'Renovar ahora',
    renewText: 'Feria lo hace sola a tiempo, sin pedirte nada.',
    disconnect: 'Desconectar',
    disconnectText: 'Feria olvida el permiso y ya no puede cobrar por ti.',
  },
  disconnect: {
    title: (seller) => `¿Desconectar ${seller}?`,
    text: 'Feria olvida el permiso enseguida y ya no puede cobrar por ti.',
    more: 'Para volver a vender aquí, tendrás que conectar la cuenta otra vez. En Mercado Pago, Feria sigue en la lista de tus aplicaciones hasta que la quites allí.',
    yes: 'Sí, desconectar',
    no: 'No, volver',
  },
  checkout: {
    title: 'Crear un cobro',
    text: (seller) => `Quien compra le paga a ${seller}; Mercado Pago aparta la comisión de Feria.`,
    item: 'Qué se vende',
    price: 'Precio',
    fee: 'Comisión de Feria',
    feeText: 'Sale del precio. Puede ser 0.',
    create: 'Crear el enlace de pago',
    itemRule: 'Escribe qué se vende, en 120 caracteres como máximo.',
    priceRule: 'Escribe un precio mayor que 0, sin más decimales que los de la moneda.',
    feeRule: 'Escribe una comisión de 0 o más, pero menor que el precio.',
    readyTitle: 'Listo para cobrar',
    readyText: 'Pasa este enlace a quien compra. Se creó con el permiso de la cuenta.',
    pay: 'Abrir el cobro',
    receives: (seller) => `Lo que recibe ${seller}, antes de los cargos de Mercado Pago`,
    another: 'Crear otro',
    back: 'Volver a la cuenta',
  },
  failure: {
    code: 'Código',
    tryAgain: 'Probar otra vez',
    signOut: 'Cerrar sesión en Mercado Pago (en otra pestaña)',
    accounts: 'Ver tus cuentas vinculadas',
    backToSeller: 'Volver a la cuenta',
    home: 'Página de inicio',
  },
  failures: {
    access_denied: {
      title: 'No diste el permiso',
      text: nothingChanged,
      next: 'Si cambias de idea, prueba otra vez y permite el acceso a Feria.',
    },
    state_mismatch: {
      title: 'No sabemos si esta respuesta es tuya',
      text: 'En este navegador no hay ningún intento al que corresponda la respuesta. Para cuidar tu cuenta, no la usamos. Lo más habitual:',
      causes: [
        'Empezaste hace más de diez minutos, o en otro navegador.',
        'Saliste, o abriste otra tienda, a mitad de camino.',
        'Las cookies están bloqueadas, o se borraron a mitad de camino.',
        'Empezaste en una dirección de Feria distinta de la que te recibió de vuelta.',
        'Es una respuesta vieja que este navegador ya olvidó. Puede que tu cuenta ya esté vinculada.',
      ],
      next: 'Mira tus cuentas vinculadas. Si la tuya no está, prueba otra vez.',
    },
    state_consumed: {
      title: 'Esta respuesta ya se usó',
      text: 'Solo vale una vez, y esta página la envió de nuevo: pasa al recargar, al volver atrás o con una segunda pestaña. Lo que hizo la primera vez sigue en pie.',
      next: 'Mira tus cuentas vinculadas: si la tuya no está, conéctala desde esa página.',
    },
    state_expired: {
      title: 'Pasó demasiado tiempo',
      text: 'Para cuidar tu cuenta, un intento termina a los diez minutos.',
      next: startAgain,
    },
    state_missing: {
      title: 'Esta respuesta no dice dónde empezó',
      text: 'El camino a Mercado Pago tiene que empezar en Feria. Para cuidar tu cuenta, no usamos la respuesta.',
      next: startAgain,
    },
    issuer_mismatch: {
      title: 'Esta respuesta es de otro',
      text: 'No viene de Mercado Pago. Para cuidar tu cuenta, no la usamos.',
      next: startAgain,
    },
    callback_malformed: {
      title: 'No podemos leer esta respuesta',
      text: 'La dirección de esta página está incompleta, o algo la cambió en el camino.',
      next: startAgain,
    },
    callback_method: {
      title: 'Esta página no se abre así',
      text: 'Aquí solo se llega desde Mercado Pago, después de dar el permiso.',
      next: startAgain,
    },
    authorization_error: {
      title: 'Mercado Pago no pudo terminar',
      text: `Avisó de un problema suyo. ${nothingChanged}`,
      next: waitAndRetry,
    },
    code_rejected: {
      title: 'Mercado Pago no aceptó la respuesta',
      text: 'El permiso que nos dio tiene más de diez minutos, o ya se había usado.',
      next: startAgain,
    },
    client_rejected: {
      title: 'Feria no está bien configurada',
      text: 'Mercado Pago no acepta a la propia Feria. Tú no hiciste nada mal.',
      next: 'Para quien administra Feria: compara el Client ID y el Client Secret con el panel, y revisa que allí esté permitido el flujo de authorization code.',
    },
    exchange_outcome_unknown: {
      title: 'Se cortó la conexión en el último paso',
      text: 'Usamos el permiso y no llegó respuesta. Solo vale una vez, así que no lo enviamos de nuevo.',
      next: startAgain,
    },
    token_response_invalid: {
      title: 'No entendemos a Mercado Pago',
      text: 'Su respuesta no es de fiar, así que no la usamos.',
      next: waitAndRetry,
    },
    upstream_unavailable: {
      title: 'No podemos llegar a Mercado Pago',
      text: 'No está funcionando, o la conexión con él.',
      next: waitAndRetry,
    },
    upstream_timeout: {
      title: 'Mercado Pago no respondió a tiempo',
      text: 'Esperamos un rato y lo dejamos.',
      next: waitAndRetry,
    },
    upstream_rate_limited: {
      title: 'Mercado Pago está ocupado',
      text: 'Nos pide ir más despacio.',
      next: 'Prueba otra vez en un minuto.',
    },
    reauthorization_required: {
      title: 'Hay que volver a vincular la cuenta',
      text: 'El permiso se retiró en Mercado Pago, venció o ya no se puede renovar.',
      next: 'Conecta la cuenta otra vez para seguir vendiendo.',
    },
    seller_mismatch: {
      title: 'Esta es otra cuenta',
      text: 'En Mercado Pago entraste con una cuenta distinta de la que está vinculada aquí. Las dos cuentas siguen como estaban.',
      next: 'Mercado Pago recuerda la última cuenta que usaste. Cierra sesión allí y prueba otra vez con la cuenta correcta.',
    },
    seller_already_linked: {
      title: 'Esta cuenta está vinculada en otra parte',
      text: 'Otra tienda de Feria usa esta cuenta de Mercado Pago, y la sigue usando.',
      next: '¿Querías otra cuenta? Mercado Pago recuerda la última que usaste: cierra sesión allí y prueba otra vez. Si es esta, desconéctala primero en la otra tienda.',
    },
    renewal_busy: {
      title: 'Esta cuenta está ocupada ahora mismo',
      text: 'Estamos renovando su permiso en otro lugar, y tarda más de lo normal.',
      next: waitAndRetry,
    },
    renewal_refused: {
      title: 'Mercado Pago no renovó esta cuenta',
      text: 'Rechazó la renovación, aunque tu permiso sigue vigente. Lo intentaremos de nuevo más tarde.',
      next: waitAndRetry,
    },
    closed: {
      title: 'Feria se está reiniciando',
      text: 'Esta parte de Feria está por detenerse, así que no empieza nada nuevo.',
      next: waitAndRetry,
    },
    store_unavailable: {
      title: 'Ahora mismo no llegamos a nuestros registros',
      text: 'No podemos leer ni anotar nada, así que no sabemos si el último paso quedó guardado.',
      next: waitAndRetry,
    },
    key_manager_unavailable: {
      title: 'Ahora no podemos leer lo que guardamos',
      text: 'El permiso está guardado bajo llave, y el servicio que guarda la llave no responde.',
      next: waitAndRetry,
    },
    token_not_saved: {
      title: 'No pudimos guardar el permiso',
      text: 'Mercado Pago lo dio, pero no pudimos anotarlo.',
      next: waitAndRetry,
    },
    token_undecryptable: {
      title: 'No podemos leer lo que guardamos',
      text: 'El permiso está guardado, pero falta su clave. Tú no hiciste nada mal.',
      next: 'Para quien administra Feria: revisa que estén configuradas todas las claves de cifrado.',
    },
    record_unreadable: {
      title: 'No podemos leer lo que guardamos',
      text: 'Lo guardado para esta cuenta no tiene la forma que conocemos. Tú no hiciste nada mal.',
      next: 'Para quien administra Feria: revisa que el almacén esté migrado y que todas las máquinas usen una misma versión.',
    },
    checkout_refused: {
      title: 'Mercado Pago no aceptó este cobro',
      text: 'No se creó ningún enlace de pago y no se le cobró a nadie. Lo más habitual:',
      causes: [
        'El precio está fuera de lo que Mercado Pago permite en este país.',
        'El permiso no deja que Feria cobre por esta cuenta.',
        'La cuenta todavía no está lista para vender.',
      ],
      next: 'Cambia el precio o la comisión, y prueba otra vez.',
    },
    checkout_sent_before: {
      title: 'Mercado Pago ya recibió este cobro',
      text: 'Se envió por segunda vez, y Mercado Pago no dice si la primera creó un enlace de pago. No se le cobra a nadie hasta que un comprador abre uno.',
      next: 'Vuelve a la cuenta y crea un cobro nuevo.',
    },
    no_such_page: {
      title: 'Esa página no existe',
      text: 'La dirección está mal escrita, o la cuenta ya no está vinculada a tu tienda.',
      next: 'En la página de inicio están todas las cuentas vinculadas.',
    },
    foreign_form: {
      title: 'Esto no se envió desde Feria',
      text: 'Puede que otro sitio haya intentado actuar por ti. Para cuidar tu cuenta, no lo hicimos.',
      next: 'Si fuiste tú, abre la página en Feria y usa el botón de allí.',
    },
    form_unreadable: {
      title: 'No podemos leer lo que llegó',
      text: 'No es lo que enviaría el formulario de nuestra página, así que no lo usamos.',
      next: 'Abre la página otra vez y completa el formulario.',
    },
    unexpected: {
      title: 'Algo falló de nuestro lado',
      text: 'No lo esperábamos. Tú no hiciste nada mal.',
      next: waitAndRetry,
    },
  },
}

import type { AttemptWords } from './words.ts'

export const attempts: AttemptWords = {
  see: 'Ver qué pasó',
  back: 'Toda la actividad',
  requests: (count) => (count === 1 ? '1 solicitud' : `${count} solicitudes`),
  kinds: { link: 'Vinculación de un vendedor', renewal: 'Renovación', other: 'Solicitud' },
  verdicts: {
    open: {
      title: 'Esperando al vendedor',
      text: 'Se mostró la página de autorización. El vendedor todavía no decidió.',
    },
    refused: {
      title: 'Solicitud rechazada',
      text: 'La solicitud de autorización no era válida y el vendedor vio una página de error. Tu aplicación no recibe ningún aviso.',
    },
    denied: { title: 'El vendedor dijo que no', text: 'No hay código, así que no hay tokens.' },
    gone: {
      title: 'Página de autorización sin validez',
      text: 'La decisión llegó desde una página que ya se había usado o que tenía más de diez minutos.',
    },
    unexchanged: {
      title: 'Código todavía sin canjear',
      text: 'El navegador volvió con un código y tu aplicación no lo canjeó. Si sigue así, tu aplicación rechazó el regreso: por ejemplo, porque el state era falso o muy viejo.',
    },
    expired: {
      title: 'El código nunca se canjeó',
      text: 'Pasaron diez minutos: el código ya no vale nada. Tu aplicación rechazó el regreso (por ejemplo, porque el state era falso) o nunca lo recibió.',
    },
    linked: {
      title: 'Vinculado',
      text: 'El vendedor autorizó a tu aplicación, que canjeó el código por tokens. Si tu aplicación igual muestra un error, rechazó algo ella misma, y eso el sandbox no lo ve.',
    },
    replayed: {
      title: 'Código enviado dos veces',
      text: 'El código se canjeó y después llegó otra vez. Un código sirve una sola vez: la segunda solicitud se rechazó.',
    },
    spent: {
      title: 'Código ya gastado',
      text: 'El código se gastó en un canje que falló. Ya no sirve.',
    },
    expired_code: { title: 'Código vencido', text: 'Un código vive diez minutos.' },
    unknown_code: {
      title: 'Código desconocido',
      text: 'No es ninguno de los códigos de este registro. Puede ser falso, o más viejo que el registro.',
    },
    wrong_verifier: {
      title: 'Verifier equivocado',
      text: 'El verifier no corresponde al challenge. Quien lo envió no empezó este intento: no hay tokens.',
    },
    missing_verifier: {
      title: 'Sin verifier',
      text: 'Al principio llegó un challenge, así que con el código tiene que llegar un verifier. No llegó: no hay tokens.',
    },
    other_redirect_uri: {
      title: 'Otra URL de redireccionamiento',
      text: 'El código está atado a la URL de redireccionamiento de la solicitud de autorización. La solicitud de tokens indicó otra.',
    },
    client_refused: {
      title: 'Aplicación no reconocida',
      text: 'El client id o el client secret no es correcto.',
    },
    not_exchanged: {
      title: 'No se canjeó',
      text: 'La solicitud de tokens se rechazó. La respuesta dice por qué.',
    },
    renewed: { title: 'Renovado', text: 'El refresh token se canjeó por tokens nuevos.' },
    renewal_replayed: {
      title: 'Refresh token enviado dos veces',
      text: 'El refresh token ya se había usado: la segunda solicitud se rechazó.',
    },
    not_renewed: {
      title: 'No se renovó',
      text: 'El refresh token se rechazó: venció, ya se usó, se retiró la autorización o no existe.',
    },
    lost: {
      title: 'Respuesta perdida',
      text: 'Una falla provocada: la solicitud tuvo efecto, pero tu aplicación nunca vio la respuesta. Los tokens que traía se perdieron.',
    },
    struck: {
      title: 'Falla provocada',
      text: 'Esta falla se pidió en la sala de control o por la API. La solicitud no se procesó.',
    },
    done: { title: 'Hecho', text: 'La solicitud recibió su respuesta.' },
    failed: { title: 'Rechazado', text: 'La solicitud se rechazó.' },
  },
  sequence: 'Qué pasó, paso a paso',
  parties: { browser: 'Navegador', app: 'Tu aplicación', server: 'Mercado Pago' },
  shortParties: { browser: 'Navegador', app: 'Tu app', server: 'M. Pago' },
  steps: {
    send_away: {
      title: 'Tu aplicación envía el navegador a Mercado Pago',
      text: 'Antes inventa un secreto para este único intento: el verifier. Se lo guarda y le da al navegador solo su huella (un hash SHA-256): el challenge.',
    },
    ask: { title: 'El navegador pide autorización' },
    ask_by_api: {
      title: 'Una prueba responde en lugar del vendedor',
      text: 'Con approve() o deny(), sin navegador.',
    },
    consent_page: { title: 'El vendedor ve la página de autorización' },
    error_page: { title: 'El vendedor ve una página de error' },
    allow: { title: 'El vendedor toca «Permitir»' },
    deny: { title: 'El vendedor toca «Cancelar»' },
    code: {
      title: 'El navegador vuelve con un código',
      text: 'Quien pueda leer esta dirección tiene el código. ¿Cuánto vale? Míralo más abajo.',
    },
    denial: { title: 'El navegador vuelve sin código' },
    silent_denial: {
      title: 'El vendedor ve una última página',
      text: 'Tu aplicación no recibe ningún aviso.',
    },
    callback: {
      title: 'El navegador le lleva el código a tu aplicación',
      text: 'Tu aplicación compara el state con el que le dio a este navegador. Si el regreso es falso, lo rechaza aquí y no canjea nada.',
    },
    callback_denied: { title: 'El navegador le lleva la negativa a tu aplicación' },
    exchange: {
      title: 'Se envía el código para recibir tokens',
      text: 'De servidor a servidor: nada de esto pasa por el navegador. Pero ¿quién lo envía, tu aplicación o un ladrón? Mercado Pago no puede verlo, por eso lo comprueba.',
    },
    check: { title: 'Mercado Pago comprueba el verifier (PKCE)' },
    tokens: { title: 'Tu aplicación recibe tokens' },
    renew: { title: 'Se envía el refresh token para recibir tokens nuevos' },
    new_tokens: { title: 'Tu aplicación recibe tokens nuevos' },
    own_token: { title: 'Tu aplicación pide un token de su propia cuenta' },
    read_profile: { title: 'Tu aplicación pregunta de quién es la cuenta' },
    profile: { title: 'Tu aplicación recibe el perfil' },
    other: { title: 'Una solicitud' },
    other_response: { title: 'La respuesta' },
    error: { title: 'La solicitud se rechaza' },
    no_response: { title: 'La conexión se corta, sin respuesta' },
  },
  withoutChallenge: 'No envía ningún challenge: este intento va sin PKCE.',
  withPlainChallenge:
    'Inventa un secreto para este único intento, el verifier, pero le da al navegador el propio verifier como challenge (método plain). Con S256 sería solo su huella.',
  inferred: 'el sandbox no lo ve',
  awaited: 'el sandbox no lo ve; por ahora no hubo canje',
  stopsHere: 'Se detiene aquí:',
  parameters: (count) => (count === 1 ? '1 parámetro' : `${count} parámetros`),
  hidden: 'acortado aquí',
  meanings: {
    client_id: 'Qué aplicación es. Es público.',
    response_type: 'La aplicación quiere un código.',
    platform_id: 'Siempre mp.',
    redirect_uri: 'Adónde va después el navegador. Tiene que estar registrada.',
    state: 'Un valor al azar de tu aplicación, con el que reconoce su propio intento.',
    code_challenge:
      'Con S256 es el SHA-256 del verifier, y es público: nadie puede calcular el verifier con él.',
    code_challenge_method: 'Cómo se hizo el challenge. S256 es SHA-256.',
    scope: 'Lo que puede hacer la aplicación.',
    consent: 'Qué página de autorización fue.',
    seller: 'Quién decidió.',
    decision: 'Qué decidió el vendedor.',
    grant_type: 'Qué se canjea por tokens.',
    client_secret: 'La contraseña de tu aplicación. Nunca pasa por el navegador.',
    code: 'Sirve una vez, durante diez minutos.',
    code_verifier: 'El secreto de este intento. Hasta ahora solo lo tenía tu aplicación.',
    refresh_token: 'Para renovar los tokens.',
    access_token: 'Con él tu aplicación actúa en nombre del vendedor.',
    expires_in: 'Cuánto vive el access token, en segundos.',
    user_id: 'El vendedor.',
    public_key: 'Para formularios que reciben tarjetas en el navegador.',
    error: 'Por qué no, para programas.',
    message: 'Por qué no, para personas.',
  },
  pkce: {
    verifier: 'El verifier que llegó con el código',
    length: (length) => `${length} caracteres; el medio está oculto aquí.`,
    malformed:
      'Un verifier tiene de 43 a 128 caracteres de A–Z, a–z, 0–9, - . _ ~. Este no cumple.',
    hash: 'Su SHA-256',
    computed: 'Los mismos bytes en base64url: el challenge calculado',
    computedMeaning: 'Otro verifier da un challenge completamente distinto.',
    stored: 'El challenge que guardó Mercado Pago',
    storedMeaning: 'Llegó con la primera solicitud y se guardó junto con el código.',
    storedPlain:
      'El método es plain: el challenge es el propio verifier, por eso se acorta aquí. Pasó por el navegador. Usa S256.',
    same: 'Son iguales. Quien envía el código también empezó el intento: hay tokens.',
    samePlain:
      'Son iguales: hay tokens. Pero quien haya leído la primera solicitud también conoce este verifier.',
    different: 'Son distintos. Quien envía el código no empezó el intento: no hay tokens.',
    noVerifier: 'No llegó ningún verifier. Quien envía el código no demuestra nada: no hay tokens.',
    noChallenge:
      'Con la primera solicitud no llegó ningún challenge: no hay nada que comparar. A este código solo lo protege el client secret.',
  },
  thief: {
    title: '¿Y si roban el código?',
    intro:
      'El código vuelve por el navegador. Ahí puede filtrarse: en el historial, en el registro de un proxy, en una extensión. Supongamos que lo tiene un ladrón.',
    has: 'Pasó por el navegador: el ladrón puede tenerlo',
    lacks: 'Nunca pasó por el navegador: el ladrón no lo tiene',
    code: 'El código',
    challenge: 'El challenge',
    verifier: 'El verifier',
    secret: 'El client secret de tu aplicación',
    tries: 'Qué puede intentar el ladrón',
    alone: {
      title: 'Enviar el código sin verifier',
      text: 'Rechazado: Mercado Pago guardó un challenge, así que tiene que llegar un verifier.',
    },
    backwards: {
      title: 'Calcular el verifier a partir del challenge',
      text: 'Imposible: SHA-256 va en una sola dirección.',
    },
    guess: {
      title: 'Inventar un verifier',
      text: 'Su challenge es otro. Esto es lo que da un verifier inventado:',
    },
    guessed: 'Verifier inventado',
    ofGuess: 'Su challenge',
    stored: 'Challenge guardado',
    inject: {
      title: 'Llevar el código a tu aplicación, en el navegador del ladrón',
      text: 'Tu aplicación envía con él el verifier del intento del ladrón. Tampoco corresponde a este challenge: rechazado.',
    },
    conclusion:
      'Por eso el código robado no vale nada: solo sirve junto con el verifier, y ese lo tiene únicamente tu aplicación.',
    plain:
      'Con el método plain, el challenge es el verifier. Quien lee la primera solicitud puede usar el código. Con S256 el código no valdría nada.',
    none: 'Este intento fue sin PKCE. Un ladrón sin el client secret igual puede llevar el código a tu aplicación en su propio navegador, y tu aplicación lo canjearía. Con PKCE el código no valdría nada.',
  },
  again: {
    title: 'Repetirlo con una falla',
    intro:
      'Elige qué sale mal en el próximo intento. La falla afecta a una sola solicitud; las siguientes funcionan con normalidad.',
    renewalIntro:
      'Elige qué sale mal en la próxima renovación. La falla afecta a una sola solicitud; las siguientes funcionan con normalidad.',
    starts: (host) =>
      `Un clic repite todo el intento: tu navegador va a ${host} y el vendedor decide como antes. Terminas donde termina el vendedor.`,
    before: 'Repite un intento anterior:',
    runs: 'Repeticiones de este intento',
    pending: 'Pendiente de la próxima solicitud:',
    open: (origin) => `Abrir ${origin}`,
    openMore:
      'Vincula ahí un vendedor otra vez. El sandbox no sabe en qué página de tu aplicación empieza eso: define la URL de inicio en Aplicaciones y un clic lo repite todo.',
    startYourself: 'Ahora vincula otra vez un vendedor en tu aplicación.',
    startRenewal:
      'Tu aplicación renueva sola cuando a un token le toca. Si adelantas el reloj, le toca.',
    moreFaults: 'Más fallas',
  },
}

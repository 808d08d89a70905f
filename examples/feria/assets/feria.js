// While a seller's page is open, the server sends its parts anew whenever something happened.
// Without this file the page is the same; it only has to be loaded again.
const page = document.querySelector('[data-live]')

function renew(part) {
  const own = page.querySelector(`[data-part="${part.dataset.part}"]`)
  if (own === null || own.outerHTML === part.outerHTML) return
  const focused = document.activeElement?.dataset.testid
  own.className = part.className
  own.replaceChildren(...part.childNodes)
  // Whoever goes by keyboard stays where they were.
  const again = focused === undefined ? null : own.querySelector(`[data-testid="${focused}"]`)
  if (document.activeElement === document.body) again?.focus()
}

if (page !== null) {
  const events = new EventSource(page.dataset.live)
  events.addEventListener('page', ({ data }) => {
    const sent = new DOMParser().parseFromString(data, 'text/html')
    for (const part of sent.querySelectorAll('[data-part]')) renew(part)
  })
  events.addEventListener('gone', () => {
    events.close()
    location.reload()
  })
  addEventListener('pagehide', () => events.close())
}

// Pages work without this file. With it, times are those of the reader, a button that waits says so, and an open
// page of a seller follows what happens.

// Times of day, in the reader's own time zone.
const { locale } = document.currentScript.dataset

function localize(root) {
  const format = { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' }
  const minutes = new Intl.DateTimeFormat(locale, format)
  for (const time of root.querySelectorAll('time[data-local]')) {
    time.textContent = minutes.format(new Date(time.dateTime))
  }
}
localize(document)

// A form that is under way: its button says what it waits for, and cannot be pressed again.
addEventListener('submit', ({ target, submitter }) => {
  if (submitter === null || target.dataset.busy === undefined) return
  submitter.dataset.idle = submitter.textContent
  submitter.textContent = target.dataset.busy
  // After the browser has read the form.
  setTimeout(() => {
    submitter.disabled = true
  })
})
// The way back may show the page as it was left.
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  for (const button of document.querySelectorAll('button[data-idle]')) {
    button.textContent = button.dataset.idle
    button.disabled = false
  }
})

// While a seller's page is open, the server sends its parts anew whenever something happened.
const page = document.querySelector('[data-live]')

function renew(part) {
  const own = page.querySelector(`[data-part="${part.dataset.part}"]`)
  localize(part)
  if (own === null || own.outerHTML === part.outerHTML) return
  const focused = document.activeElement?.dataset.testid
  own.className = part.className
  own.replaceChildren(...part.childNodes)
  // Those who use the keyboard stay where they were.
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

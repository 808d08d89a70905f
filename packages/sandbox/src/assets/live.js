// Keeps a page of the control room up to date: when something happens, the page is fetched again and
// what is marked data-live is taken over. Without this script one loads the page again by hand, and times are UTC.

// In the reader's own time zone.
function localize(root) {
  const { lang } = document.documentElement
  const format = { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }
  const moments = new Intl.DateTimeFormat(lang, format)
  for (const time of root.querySelectorAll('time[data-local]')) {
    time.textContent = moments.format(new Date(time.dateTime))
  }
}
localize(document)

let isFetching = false
let isStale = false

async function refresh() {
  isStale = true
  if (isFetching) return
  isFetching = true
  while (isStale) {
    isStale = false
    await takeOver().catch(() => {})
  }
  isFetching = false
}

async function takeOver() {
  const response = await fetch(location.href)
  const next = new DOMParser().parseFromString(await response.text(), 'text/html')
  localize(next)
  for (const region of document.querySelectorAll('[data-live]')) {
    const fresh = next.getElementById(region.id)
    if (!fresh || region.innerHTML === fresh.innerHTML) continue
    // Otherwise a user with the focus on a button in there would lose their place.
    if (region.dataset.live === 'items') replaceItems(region, fresh)
    else if (!region.contains(document.activeElement)) region.replaceChildren(...fresh.childNodes)
  }
}

// Added one by one, so that a screen reader announces only the new ones.
function replaceItems(list, fresh) {
  for (const item of [...list.children]) {
    if (!fresh.querySelector(`:scope > #${item.id}`)) item.remove()
  }
  for (const [index, item] of [...fresh.children].entries()) {
    if (list.children[index]?.id !== item.id) list.insertBefore(item, list.children[index] ?? null)
  }
}

const connection = document.querySelector('[data-connection]')

function say(text, isLive) {
  connection.hidden = false
  connection.textContent = text
  connection.classList.toggle('lost', !isLive)
}

const events = new EventSource('/sandbox/api/events')
events.addEventListener('open', () => {
  say(connection.dataset.liveText, true)
  void refresh()
})
events.addEventListener('error', () => say(connection.dataset.lostText, false))
events.addEventListener('message', () => void refresh())

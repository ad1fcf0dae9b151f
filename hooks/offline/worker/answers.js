/* ---- answering ---- */

const PATIENCE = 3000
/* After a page that did not come in time, the next ones are not waited for. */
const SLOW_FOR = 60000
/* Names that say their content, the same in all versions (hooks/delivery/headers.py). */
const ONE_CONTENT = /^assets\/(hashed|javascripts\/workers)\//
/* 404.html of the edition says both; the page that it is becomes the other one here. */
const LOST = [...FILES.values()].find(path => /(^|\/)404\.html$/.test(path))
const HOUR = 3600000
const QUIET = 3000
const SAYS_LOST = 'data-answer="lost"'
const SAYS_NOT_KEPT = 'data-answer="not-kept"'
const SAYS_STOOD_IN = '$&="stood-in"'

const wait = time => new Promise(done => setTimeout(done, time))
let slowUntil = 0, sawAt = 0

/* The kept version is that of the host, as far as anybody knows. */
async function saw() {
  if (Date.now() - sawAt < HOUR) return
  sawAt = Date.now()
  await writeNote("seen", sawAt)
}

/* The page itself, or the slash at its end. */
async function keptPage(url) {
  const page = await fromKept(NAME, address(pathOf(url)))
  const slashed = `${ROOT}${pathOf(url)}/`
  return page || (FILES.has(slashed) ? Response.redirect(slashed + new URL(url).search) : undefined)
}

async function notKept() {
  const page = await fromKept(NAME, ROOT + LOST)
  if (!page) return Response.error()
  const text = (await page.text()).replace(SAYS_LOST, SAYS_NOT_KEPT)
  return new Response(text, { status: 503, headers: page.headers })
}

/* A page that is the kept one belongs to the kept version, any other to none. */
function take(event, { answer, same }) {
  event.waitUntil(pin(event.resultingClientId, same ? NAME : ""))
  if (same !== undefined) event.waitUntil(same ? saw() : askForNewer(true))
  return answer
}

/* The page says it itself: the worker may be stopped before it could be asked. */
async function standIn(event, page) {
  event.waitUntil(pin(event.resultingClientId, NAME))
  if (!isHtml(page)) return page
  const text = (await page.text()).replace(OURS, SAYS_STOOD_IN)
  return new Response(text, { status: page.status, headers: page.headers })
}

async function answerPage(event) {
  const network = fromNetwork(event)
  const patience = Date.now() < slowUntil ? 0 : PATIENCE
  let late = false
  const clock = wait(patience).then(() => { late = true })
  const found = await Promise.race([network.catch(() => {}), clock])
  if (found) return take(event, found)
  if (late && patience) slowUntil = Date.now() + SLOW_FOR
  /* What comes too late still tells whether the site has changed. */
  const told = network.then(({ same }) => same === false && askForNewer(true), () => askForNewer(false))
  const page = await keptPage(event.request.url)
  if (page) {
    event.waitUntil(told)
    return standIn(event, page)
  }
  return network.then(found => take(event, found), async () => standIn(event, await notKept()))
}

/* A worker belongs to the version of its page. */
async function answerFile({ clientId, resultingClientId, request }) {
  const name = await pinOf(clientId)
  if (resultingClientId) await pin(resultingClientId, name)
  const same = ONE_CONTENT.test(pathOf(request.url)) ? NAME : name
  const file = same && await fromKept(same, request.url)
  if (file) return file
  const answer = await fetch(request)
  return isFile(request.url) && isHtml(answer) ? Response.error() : answer
}

/* ---- events ---- */

const why = error => error.name === "QuotaExceededError" ? "full" : "failed"

/* What the page says about itself and what is kept (docs/assets/javascripts/offline.js). */
async function tell({ data, ports: [port] }) {
  const failed = data === "keep" ? await keepAll().then(() => undefined, why) : undefined
  port.postMessage({
    failed,
    whole: await isWhole(),
    seen: await readNote("seen"),
  })
}

async function fill() {
  if (FAREWELL) return
  if (!files) throw new Error(EDITION)
  try {
    await keepAll()
  } catch (error) {
    const pages = await clients.matchAll({ includeUncontrolled: true })
    for (const page of pages) page.postMessage({ failed: why(error) })
    throw error
  }
}

/* Takes over from an earlier worker when the page that brought it here has come whole: Chromium stops
 * the earlier one for it, and a request that comes in that moment may get no answer for ever. */
async function install() {
  await Promise.all([fill(), registration.active && wait(QUIET)])
  await skipWaiting()
}

addEventListener("install", event => event.waitUntil(install()))

addEventListener("activate", event => {
  const preload = () => registration.navigationPreload && registration.navigationPreload.enable()
  event.waitUntil(FAREWELL ? removeAll() : Promise.all([preload(), tidy()]))
})

addEventListener("message", event => {
  if (files && event.ports.length) event.waitUntil(tell(event))
})

addEventListener("fetch", event => {
  const { request } = event
  if (!files || request.method !== "GET" || !request.url.startsWith(ROOT)) return
  if (request.mode === "navigate") {
    event.respondWith(answerPage(event))
    event.waitUntil(tidy())
  } else event.respondWith(answerFile(event))
})

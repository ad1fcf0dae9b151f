/*
 * Keeps one edition of the guide for reading without a network. hooks/offline/site.py puts
 * the list of its files in front: GUIDE = { edition: { version, files: { path: hash } } }.
 * The page's script (docs/assets/javascripts/offline.js) says by the address which edition.
 *
 * - The network comes first: online nobody reads an old page. What is kept stands in when
 *   there is no network, when it is too slow, or when the host has a fault.
 * - Each version has a cache of its own, filled before it counts, each file checked against
 *   its hash: a site half uploaded, or a login page of a hotel, is never kept.
 * - A page stays with the version it came from until the reader leaves it ("pins").
 * - Where the script is gone from the host, or is published with an empty list, the worker
 *   removes itself and all it kept.
 */
"use strict"

const PATIENCE = 3000
/* After a page that did not come in time, the next ones are not waited for. */
const SLOW_FOR = 60000
const AT_ONCE = 6
const NEW_PAGE = 60000

const ROOT = registration.scope
const EDITION = new URLSearchParams(location.search).get("edition")
const { version, files } = GUIDE[EDITION] || {}
const PREFIX = `guide ${ROOT} `
const NAME = `${PREFIX}${EDITION} ${version}`
const PINS = `${PREFIX}pins`

const pins = new Map()
const coming = new Map()
let slowUntil = 0, asked

/* ---- keeping ---- */

const address = path => ROOT + path.replace(/(^|\/)index\.html$/, "$1")

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
  return [...digest.slice(0, 8)].map(byte => byte.toString(16).padStart(2, "0")).join("")
}

/* Packed, as the cheapest phones have the least room. */
function packed(bytes, type, hash) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))
  return new Response(stream, { headers: { "content-type": type, etag: hash } })
}

function unpacked(answer, status = 200) {
  const headers = { "content-type": answer.headers.get("content-type") }
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip")), { status, headers })
}

/* From the browser's own cache if that has this very file; else from the host. */
async function download(path, hash) {
  for (const cache of ["default", "reload"]) {
    const answer = await fetch(address(path), { cache })
    const bytes = await answer.arrayBuffer()
    const type = answer.headers.get("content-type")
    if (await hashOf(bytes) === hash) return packed(bytes, type, hash)
  }
  throw new Error(path)
}

async function kept(path, hash, earlier) {
  for (const cache of earlier) {
    const answer = await cache.match(address(path))
    if (answer && answer.headers.get("etag") === hash) return answer
  }
  return download(path, hash)
}

async function ours() {
  return (await caches.keys()).filter(name => name.startsWith(PREFIX))
}

async function keepAll() {
  const names = (await ours()).filter(name => name !== PINS)
  const earlier = await Promise.all(names.map(name => caches.open(name)))
  const cache = await caches.open(NAME)
  const left = Object.entries(files)
  const work = async () => {
    for (let next; next = left.pop();) await cache.put(address(next[0]), await kept(...next, earlier))
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    /* What was removed meanwhile (by the reader, in another tab) must not count as kept. */
    if (!await caches.has(NAME)) throw new Error(NAME)
  } catch (error) {
    left.length = 0
    /* What was there before is another worker's, or was begun and is good for the next try. */
    if (!registration.active || !names.includes(NAME)) await caches.delete(NAME)
    throw error
  }
}

/* The pins last: as long as a version is there, a page that is being opened may make them anew. */
async function removeAll() {
  const versions = (await ours()).filter(name => name !== PINS)
  for (const name of [...versions, PINS]) await caches.delete(name)
  await registration.unregister()
}

/* ---- which page belongs to which version ---- */

const pinAddress = id => `${ROOT}?${id}`

/* Not any more once the reader has switched all this off: nothing may come back then. */
async function pin(id, name) {
  pins.set(id, name)
  if (!name || !await caches.has(name)) return
  await (await caches.open(PINS)).put(pinAddress(id), new Response(`${Date.now()} ${name}`))
  if (!await caches.has(name)) await caches.delete(PINS)
}

/* The name of the cache, or "": the worker may have been stopped and started in between. */
async function pinOf(id) {
  if (!pins.has(id)) {
    const answer = await caches.match(pinAddress(id), { cacheName: PINS })
    pins.set(id, answer ? (await answer.text()).replace(/^\d+ /, "") : "")
  }
  return pins.get(id)
}

/* Former versions go when no page of theirs is open, and not while the next one is on its way:
 * its cache looks like any other. */
async function tidy() {
  /* What is removed stays removed: to open the cache of pins would make it anew. */
  if (!await caches.has(NAME)) return
  const open = new Set((await clients.matchAll({ includeUncontrolled: true, type: "all" })).map(({ id }) => id))
  const cache = await caches.open(PINS)
  /* It may have been removed meanwhile. */
  if (!await caches.has(NAME)) {
    await caches.delete(PINS)
    return
  }
  const wanted = new Set([NAME, PINS])
  for (const request of await cache.keys()) {
    const [, at, name] = (await (await cache.match(request)).text()).match(/^(\d+) (.*)$/)
    if (open.has(request.url.slice(ROOT.length + 1)) || Date.now() - at < NEW_PAGE) wanted.add(name)
    else await cache.delete(request)
  }
  for (const name of await ours()) {
    if (registration.installing || registration.waiting) return
    if (!wanted.has(name)) await caches.delete(name)
  }
}

/* ---- answering ---- */

const wait = time => new Promise(done => setTimeout(done, time))
const pathOf = url => url.href.split(/[?#]/)[0].slice(ROOT.length)

async function fromKept(name, url, status) {
  const answer = await caches.match(url, { cacheName: name, ignoreSearch: true })
  return answer && unpacked(answer, status)
}

/* The page itself, or the way to it: the slash at its end, or the edition that is kept. */
async function keptPage(url) {
  const path = pathOf(url)
  const page = await fromKept(NAME, address(path))
  if (page) return page
  const bare = path.replace(/^zh-hans\//, "")
  for (const other of [`${path}/`, bare, `zh-hans/${bare}`]) {
    const found = other !== path && Object.keys(files).some(file => address(file) === ROOT + other)
    if (found) return Response.redirect(ROOT + other + url.search)
  }
}

/* The site has changed: the newer worker, unless there is none any more. The browser would
 * look for it too, but only some seconds after the page. */
async function askForNewer() {
  if (asked) return
  asked = true
  try {
    const answer = await fetch(`${ROOT}sw.js`, { method: "HEAD", cache: "no-store" })
    if (answer.status === 404 || answer.status === 410) await removeAll()
    else await registration.update()
  } catch {
    asked = false
  }
}

/* The kept file of an address. */
const fileOf = url => Object.keys(files).find(path => address(path) === address(pathOf(new URL(url))))

/* A page from the network. One that is kept comes whole: where the line ends in the middle of it,
 * the kept one stands in. */
async function fromNetwork(event) {
  const answer = (await event.preloadResponse) || await fetch(event.request)
  return answer.ok && fileOf(event.request.url) ? new Response(await answer.arrayBuffer(), answer) : answer
}

/* Whether a page from the network is the kept one byte for byte: if not, the site has changed.
 * Nothing for a page that is not kept. */
async function isKept(event, answer) {
  const file = fileOf(event.request.url)
  if (!file) return
  const same = answer.ok && await hashOf(await answer.arrayBuffer()) === files[file]
  if (!same) event.waitUntil(askForNewer())
  return same
}

/* A page that is the kept one belongs to the kept version. */
async function compare(event, answer) {
  const same = await isKept(event, answer)
  if (same !== undefined) await pin(event.resultingClientId, same ? NAME : "")
  return same ? NAME : ""
}

async function answerPage(event) {
  const url = new URL(event.request.url)
  const network = fromNetwork(event)
  const patience = Date.now() < slowUntil ? 0 : PATIENCE
  let late
  const answer = await Promise.race([network.catch(() => {}), wait(patience).then(() => { late = true })])
  if (answer && answer.status < 500) {
    const compared = compare(event, answer.clone()).catch(() => "")
    coming.set(event.resultingClientId, compared)
    event.waitUntil(compared)
    return answer
  }
  if (late && patience) slowUntil = Date.now() + SLOW_FOR
  const page = await keptPage(url)
  if (page) {
    event.waitUntil(pin(event.resultingClientId, NAME))
    /* What comes too late still tells whether the site has changed. */
    if (late) event.waitUntil(network.then(answer => isKept(event, answer)).catch(() => {}))
    pins.set(event.resultingClientId, NAME)
    return page
  }
  return network.catch(async () => {
    pins.set(event.resultingClientId, NAME)
    return await fromKept(NAME, `${ROOT}404.html`, 404) || Response.error()
  })
}

/* A worker belongs to the version of its page. */
async function answerFile(event) {
  const { clientId, resultingClientId, request } = event
  const name = await pinOf(clientId)
  if (resultingClientId) await pin(resultingClientId, name)
  const file = name && await fromKept(name, request.url)
  if (file) return file
  try {
    return await fetch(request)
  } catch (error) {
    const later = await coming.get(clientId)
    const found = later && await fromKept(later, request.url)
    if (found) return found
    throw error
  }
}

addEventListener("install", event => {
  skipWaiting()
  if (files) event.waitUntil(keepAll())
})

addEventListener("activate", event => {
  const preload = () => registration.navigationPreload && registration.navigationPreload.enable()
  event.waitUntil(files ? Promise.all([preload(), tidy()]) : removeAll())
})

addEventListener("fetch", event => {
  const { request } = event
  if (!files || request.method !== "GET" || !request.url.startsWith(ROOT)) return
  if (request.mode === "navigate") {
    event.respondWith(answerPage(event))
    event.waitUntil(tidy())
  } else event.respondWith(answerFile(event))
})

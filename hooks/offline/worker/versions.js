/* ---- which page belongs to which version ---- */

/* A page that was just opened is none of the open ones yet. */
const NEW_PAGE = 60000

const pins = new Map()
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

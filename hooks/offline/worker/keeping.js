/* ---- keeping ---- */

const AT_ONCE = 6

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
  return [...digest.slice(0, 8)].map(byte => byte.toString(16).padStart(2, "0")).join("")
}

/* Packed, as the cheapest phones have the least room. */
function packed(bytes, type, hash) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))
  return new Response(stream, { headers: { "content-type": type, etag: hash } })
}

function unpacked(answer) {
  const headers = { "content-type": answer.headers.get("content-type") }
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip")), { headers })
}

async function fromKept(name, url) {
  const answer = await caches.match(url, { cacheName: name, ignoreSearch: true })
  return answer && unpacked(answer)
}

/* From the browser's own cache if that has this very file; else from the host. */
async function download(path, hash) {
  for (const cache of ["default", "reload"]) {
    const answer = await fetch(address(path), { mode: "same-origin", cache })
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
    for (let next; next = left.pop();) {
      if (!await cache.match(address(next[0]))) await cache.put(address(next[0]), await kept(...next, earlier))
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    await writeNote("seen", Date.now())
    /* What was removed meanwhile (by the reader, in another tab) must not count as kept. */
    if (!await caches.has(NAME)) throw new Error(NAME)
  } catch (error) {
    left.length = 0
    /* What was there before is another worker's, or was begun and is good for the next try. */
    if (!registration.active || !names.includes(NAME)) await caches.delete(NAME)
    throw error
  }
}

/* Browsers may clear a part. */
async function isWhole() {
  if (!await caches.has(NAME)) return false
  const kept = new Set((await (await caches.open(NAME)).keys()).map(({ url }) => url))
  return [...FILES.keys()].every(url => kept.has(url))
}

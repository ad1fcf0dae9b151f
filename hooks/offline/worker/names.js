/*
 * Keeps one edition of the guide for reading without a network. hooks/offline/worker_file.py
 * joins the files of this folder and gives them the list of what is kept:
 * GUIDE = { edition: { version, files: { path: hash } } }. The page's script
 * (docs/assets/javascripts/offline.js) says by the address which edition.
 *
 * - The network comes first: online nobody reads an old page. What is kept stands in when there
 *   is no network, when it is too slow, or when what comes is not of this guide (network.js).
 * - Each version has a cache of its own, filled before it counts, each file checked against its
 *   hash (keeping.js). A page stays with the version it came from until the reader leaves it
 *   (versions.js).
 * - It is removed by an empty list of ours, by 410 for the worker's file, or when that file has
 *   been missing for days while the pages are there (leaving.js). By nothing else.
 */
"use strict"

const ROOT = registration.scope
const EDITION = new URLSearchParams(location.search).get("edition")
const { version, files } = GUIDE[EDITION] || {}
/* Said on purpose. An edition that is in no list is a mistake, and changes nothing. */
const FAREWELL = !Object.keys(GUIDE).length
const PREFIX = `guide ${ROOT} `
const NAME = `${PREFIX}${EDITION} ${version}`
const PINS = `${PREFIX}pins`

const address = path => ROOT + path.replace(/(^|\/)index\.html$/, "$1")
const pathOf = url => url.split(/[?#]/)[0].slice(ROOT.length)
const FILES = new Map(Object.keys(files || {}).map(path => [address(path), path]))
/* The kept file of an address, under whatever name: "start/" and "start/index.html" are one. */
const fileOf = url => FILES.get(address(pathOf(url)))

/* What is remembered about a version lies in its cache, and goes with it. */
const noteAddress = name => `${ROOT}.kept/${name}`

async function readNote(name) {
  const answer = await caches.match(noteAddress(name), { cacheName: NAME })
  return answer && answer.json()
}

/* Not after it has all been removed: to open the cache would make it anew. */
async function writeNote(name, value) {
  if (!await caches.has(NAME)) return
  const cache = await caches.open(NAME)
  if (value === undefined) await cache.delete(noteAddress(name))
  else await cache.put(noteAddress(name), new Response(JSON.stringify(value)))
}

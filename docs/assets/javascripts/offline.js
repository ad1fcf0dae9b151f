/*
 * The line in the footer about the guide that is kept for reading without a network: what is kept,
 * since when, and whether this page came from there. Words stand in <template id="offline-words">;
 * what keeps is hooks/offline/worker/.
 *
 * Only for who asks for it: a phone may be shared, and data may cost money. Whoever has asked
 * once keeps it when changing the edition, where data costs nothing.
 */

const CHOICE = "offline"
const SIGNS = ["scroll", "pointerdown", "keydown", "touchstart"]
const EDITION = "edition"
const PATIENCE = 5000

const place = document.querySelector("[data-offline]")
const size = place.textContent.trim()
const words = document.getElementById("offline-words")
/* Scripts lie two folders below the root, whatever their name. */
const root = new URL("../../", import.meta.url)
const edition = document.documentElement.lang
const stoodIn = document.documentElement.dataset.guide === "stood-in"
/* Why the worker could not keep what it was to keep. */
let trouble

function recall(key) {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function remember(value) {
  try {
    localStorage.setItem(CHOICE, value)
  } catch {
    /* Holds for this page then. */
  }
}

function show(state, { seen, mayGo } = {}) {
  const focused = place.contains(document.activeElement)
  const line = words.content.querySelector(`[data-offline-state=${state}]`).cloneNode(true)
  for (const each of line.querySelectorAll("[data-offline-mb]")) each.textContent = size
  for (const each of line.querySelectorAll("[data-offline-seen]")) each.hidden = !seen
  for (const each of line.querySelectorAll("[data-offline-may-go]")) each.hidden = !mayGo
  for (const time of line.querySelectorAll("time")) {
    time.textContent = seen ? new Intl.DateTimeFormat(edition, { dateStyle: "long" }).format(seen) : ""
  }
  place.replaceChildren(line)
  const button = line.querySelector("button")
  if (button) button.addEventListener("click", () => press(button.dataset.offlineDo))
  if (button && focused) button.focus()
}

const editionOf = worker => new URL(worker.scriptURL).searchParams.get("edition")

/* The worker that keeps something, if there is one. */
async function keeper() {
  const registration = await navigator.serviceWorker.getRegistration(root.href)
  return registration && registration.scope === root.href ? registration.active : undefined
}

async function forget() {
  const registration = await navigator.serviceWorker.getRegistration(root.href)
  if (registration && registration.scope === root.href) await registration.unregister()
  for (const name of await caches.keys()) {
    if (name.startsWith(`guide ${root.href} `)) await caches.delete(name)
  }
}

/* What the worker says of what it keeps; `what` is "state", or "keep" to have it made whole. */
function ask(worker, what) {
  return new Promise(done => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => done(data)
    worker.postMessage(what, [port2])
    if (what === "state") setTimeout(done, PATIENCE, {})
  })
}

/* Unless the browser has promised to keep it, which not all of them do. */
async function mayGo() {
  try {
    return !await navigator.storage.persisted()
  } catch {
    return true
  }
}

async function tell(worker, what = "state") {
  const { whole = true, seen, failed } = await ask(worker, what)
  trouble = failed || trouble
  if (trouble === "full") show(whole ? "not-newer" : "full", { seen })
  else if (!whole) show(failed ? "failed" : "partly")
  else show(stoodIn ? "stood-in" : "kept", { seen, mayGo: await mayGo() })
}

/* Nothing new is kept. What was there before still is. */
async function giveUp(failed) {
  const worker = await keeper()
  if (worker && editionOf(worker) === edition) return tell(worker)
  show(trouble === "full" ? "full" : failed)
}

/* Without a worker to wait for, the kept guide is complete. */
function follow(worker, failed) {
  if (worker.state === "activated") return tell(worker)
  show("keeping")
  worker.addEventListener("statechange", () => {
    if (worker.state === "activated") tell(worker)
    if (worker.state === "redundant") giveUp(failed)
  })
}

async function keep(failed) {
  trouble = undefined
  try {
    const { installing, waiting, active } = await navigator.serviceWorker.register(
      `${root.href}sw.js?edition=${edition}`, { scope: root.href })
    await follow(installing || waiting || active, failed)
  } catch {
    /* Refused by the browser, or the script is not to be had now: what is kept stays. */
    await giveUp(failed)
  }
}

/* Whoever asked for it does not want it cleared away; some browsers ask back. */
function persist() {
  try {
    navigator.storage.persist().catch(() => {})
  } catch {
    /* Then it may go. */
  }
}

async function press(what) {
  /* Said aloud from now on: somebody waits for it. */
  place.setAttribute("role", "status")
  remember(what === "remove" ? "off" : "on")
  if (what === "remove") {
    await forget().catch(() => {})
    return show("removed")
  }
  persist()
  const worker = await keeper()
  if (!worker || editionOf(worker) !== edition) return keep("failed")
  trouble = undefined
  show("keeping")
  return tell(worker, "keep")
}

function dataCosts() {
  const { saveData, type, effectiveType = "" } = navigator.connection || {}
  return saveData || type === "cellular" || effectiveType.endsWith("2g")
}

/* The page itself comes first: not before it is complete, and not for one who only looks in. */
function whenRead(act) {
  const begin = () => {
    for (const sign of SIGNS) removeEventListener(sign, begin)
    const idle = self.requestIdleCallback || setTimeout
    if (document.readyState === "complete") idle(act)
    else addEventListener("load", () => idle(act))
  }
  for (const sign of SIGNS) addEventListener(sign, begin, { passive: true })
}

async function start() {
  const registration = await navigator.serviceWorker.getRegistration(root.href)
  const worker = registration?.scope === root.href && (registration.active || registration.installing)
  /* Switched off in another tab while this page was on its way: to register would undo that. */
  if (recall(CHOICE) === "off") {
    if (worker) await forget()
    return show("offer")
  }
  if (worker && editionOf(worker) === edition) return keep("offer")
  const offer = worker ? "other" : "offer"
  const chosen = recall(CHOICE) === "on" && (!worker || recall(EDITION) === edition)
  if (!chosen || dataCosts()) return show(offer)
  whenRead(() => keep(offer))
}

/* Not from a file on disk, without https, in an old browser or one that refuses storage; and
 * not on a page that no build has finished. */
function able() {
  try {
    return location.protocol.startsWith("http") && navigator.serviceWorker && self.caches
      && self.CompressionStream && words && size
  } catch {
    return false
  }
}

if (able()) {
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (!data.failed) return
    trouble = data.failed
    giveUp(data.failed)
  })
  navigator.serviceWorker.startMessages()
  start().catch(() => {})
}

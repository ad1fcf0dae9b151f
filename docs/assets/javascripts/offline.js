/*
 * The line in the footer about the guide that is kept for reading without a network. Words
 * stand in the page, in <template id="offline-words">; what keeps is hooks/offline/worker.js.
 *
 * Only for who asks for it: a phone may be shared, and data may cost money. Whoever has asked
 * once keeps it when changing the edition, where data costs nothing.
 */

const CHOICE = "offline"
const SIGNS = ["scroll", "pointerdown", "keydown", "touchstart"]
const EDITION = "edition"

const place = document.querySelector("[data-offline]")
const words = document.getElementById("offline-words").content
/* Scripts lie two folders below the root, whatever their name. */
const root = new URL("../../", import.meta.url)
const edition = document.documentElement.lang

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

function show(state) {
  const focused = place.contains(document.activeElement)
  const line = words.querySelector(`[data-offline-state=${state}]`).cloneNode(true)
  place.replaceChildren(line)
  const button = line.querySelector("button")
  if (button) button.addEventListener("click", () => press(button.dataset.offlineDo))
  if (button && focused) button.focus()
}

const editionOf = worker => new URL(worker.scriptURL).searchParams.get("edition")

async function forget() {
  const registration = await navigator.serviceWorker.getRegistration(root.href)
  if (registration && registration.scope === root.href) await registration.unregister()
  for (const name of await caches.keys()) {
    if (name.startsWith(`guide ${root.href} `)) await caches.delete(name)
  }
}

/* Without a worker to wait for, the kept guide is complete. */
function follow(worker, failed) {
  if (!worker || worker.state === "activated") return show("kept")
  show("keeping")
  worker.addEventListener("statechange", () => {
    if (worker.state === "activated") show("kept")
    if (worker.state === "redundant") show(failed)
  })
}

async function keep(failed) {
  try {
    const { installing, waiting, active } = await navigator.serviceWorker.register(
      `${root.href}sw.js?edition=${edition}`, { scope: root.href })
    follow(installing || waiting || active, failed)
  } catch {
    /* Refused by the browser, or the script is gone: then nothing may stay behind. */
    await forget().catch(() => {})
    show(failed)
  }
}

async function press(what) {
  /* Said aloud from now on: somebody waits for it. */
  place.setAttribute("role", "status")
  remember(what === "remove" ? "off" : "on")
  if (what === "keep") return keep("failed")
  await forget().catch(() => {})
  show("removed")
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
  const chosen = recall(CHOICE) === "on" && (!worker || recall(EDITION) === edition)
  if (!chosen || dataCosts()) return show("offer")
  whenRead(() => keep("offer"))
}

/* Not from a file on disk, without https, in an old browser or one that refuses storage; and
 * not on a page that no build has finished. */
function able() {
  try {
    return location.protocol.startsWith("http") && navigator.serviceWorker && self.caches
      && self.CompressionStream && words.querySelector("[data-offline-size]").textContent
  } catch {
    return false
  }
}

if (able()) start().catch(() => {})

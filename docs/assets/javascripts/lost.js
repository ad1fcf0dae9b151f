/*
 * On the 404 page only. An address that is right but for its capitals, its ending or a full
 * stop from the chat it came from leads on; of all others the page says what it may have
 * meant, and never takes a reader to a guess. Without scripts, or without links.json, the
 * start pages and the list of topics stand there all the same.
 */
import { nearest } from "./nearest.js"

const HANS = "zh-hans/"
const lost = [...document.querySelectorAll("[data-lost]")]
const root = new URL(document.querySelector("[data-lost-root]").href)
/* The edition that is kept, where the page stands for one that is not (lost-first.js). */
const kept = document.querySelector("[data-answer=not-kept]") && document.documentElement.lang

/* Where an address of the catalogue lies on this host. */
function here(entry, url) {
  return new URL(url.slice(entry.short.length - `s/${entry.id}/`.length), root).href
}

/* Without a network, nothing but what is kept is worth offering. */
function showPages(place, entries) {
  const list = place.querySelector("[data-lost-list]")
  const edition = kept || place.lang
  for (const entry of entries) {
    const { url, title, description } = entry.editions[edition]
    const item = list.appendChild(document.createElement("li"))
    const link = item.appendChild(document.createElement("a"))
    link.href = here(entry, url)
    if (edition !== place.lang) item.lang = edition
    else link.dataset.edition = edition
    link.appendChild(document.createElement("strong")).textContent = title
    link.append(document.createElement("br"), description)
  }
  place.querySelector("[data-lost-near]").hidden = !entries.length
}

function showSearch(place, words, folder) {
  const search = place.querySelector("[data-lost-search]")
  const link = search.querySelector("a")
  link.querySelector("span").textContent = words
  link.href = new URL(`${folder}?q=${encodeURIComponent(words)}`, root)
  search.hidden = kept && kept !== place.lang || !/[\p{L}\p{N}]/u.test(words)
}

async function resolve() {
  const path = location.pathname.startsWith(root.pathname) ? location.pathname.slice(root.pathname.length) : ""
  const answer = await fetch(new URL("links.json", root))
  const { pages } = await answer.json()
  const { simplified, short, sure, near, words } = nearest(path, pages)
  const edition = simplified ? "zh-Hans" : "zh-Hant"
  if (sure && (short || !kept || kept === edition)) {
    const target = here(sure, short ? sure.short : sure.editions[edition].url)
    if (target !== location.origin + location.pathname) {
      location.replace(target + location.search + location.hash)
      return
    }
  }
  /* No address is wrong: the page is kept in the other script, and who reads that is told so. */
  const twin = sure && kept && kept !== edition && lost.find(place => place.lang === kept)
  if (twin) {
    twin.querySelector("[data-when=kept]").hidden = true
    twin.querySelector("[data-twin]").hidden = false
  }
  for (const place of lost) {
    const folder = place.lang === "zh-Hans" ? HANS : ""
    showPages(place, near)
    showSearch(place, words, folder)
  }
}

/* Nothing that a reader could mend: the page below is complete. */
resolve().catch(() => {})

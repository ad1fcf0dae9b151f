/*
 * Paper: what has been filled in is printed alone, by the button and by the browser's own command
 * alike. The paper form is folded away on the screen, and whole on paper.
 */
import { note, part, word } from "./words.js"

const root = document.documentElement
let pick = () => undefined
/* What a button asked for, whatever else is there. */
let asked

function clear() {
  for (const mark of ["data-print", "data-print-way"]) {
    for (const element of document.querySelectorAll(`[${mark}]`)) element.removeAttribute(mark)
  }
  root.removeAttribute("data-printing")
}

function mark() {
  clear()
  const element = asked ?? pick()
  if (!element) return
  element.setAttribute("data-print", "")
  for (let way = element.parentElement; way; way = way.parentElement) way.setAttribute("data-print-way", "")
  root.setAttribute("data-printing", "")
}

/* `choose()` gives the element that is printed alone, or undefined for the page as it is. */
export function printsAlone(choose) {
  pick = choose
}
addEventListener("beforeprint", mark)
addEventListener("afterprint", clear)
/* Where the browser tells only so. */
matchMedia("print").addEventListener?.("change", ({ matches }) => matches ? mark() : clear())

/* Where print() does nothing, as in the browsers of some chat apps, it is said beside the button. */
const SILENCE = 1500
export function printNow(button, element) {
  let came = false
  const see = () => { came = true }
  addEventListener("beforeprint", see, { once: true })
  asked = element
  try {
    print()
  } catch {
    /* As silent. */
  }
  setTimeout(() => {
    removeEventListener("beforeprint", see)
    asked = undefined
    if (came) return
    clear()
    note(button, word("print-nothing"))
  }, SILENCE)
}

/* Folds what is marked as the paper form under a button; without scripts it is the page. A link to a
 * section of it, or the browser's own search, opens it. */
export function foldPaper() {
  for (const form of document.querySelectorAll(".paper-form")) {
    const body = document.createElement("div")
    body.id = "paper-form"
    body.append(...form.childNodes)
    const bar = part("paper-bar").cloneNode(true)
    bar.removeAttribute("data-word")
    const [fold, printer] = bar.querySelectorAll("button")
    const set = open => {
      if (open) body.removeAttribute("hidden")
      else body.setAttribute("hidden", "until-found")
      printer.hidden = !open
      fold.setAttribute("aria-expanded", String(open))
    }
    const openFor = hash => {
      const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)))
      if (!target || !body.contains(target) || !body.hasAttribute("hidden")) return
      set(true)
      target.scrollIntoView()
    }
    form.append(bar, body)
    set(false)
    fold.addEventListener("click", () => set(body.hasAttribute("hidden")))
    printer.addEventListener("click", () => printNow(printer, form))
    body.addEventListener("beforematch", () => set(true))
    addEventListener("hashchange", () => openFor(location.hash))
    document.addEventListener("click", ({ target }) => {
      const link = target instanceof Element && target.closest("a[href*='#']")
      if (link && link.pathname === location.pathname) openFor(link.hash)
    })
    openFor(location.hash)
  }
}

/*
 * Comes when the page has been drawn (drawn.js).
 *
 * The theme's bundle is more than half of what a page weighs, and nothing in it is needed to
 * read: it comes when the reader does something. What was done while it was on its way is
 * done again then. The build writes the bundle's real name here (hooks/delivery/scripts.py).
 */
(() => {
  "use strict"

  const BUNDLE = new URL("bundle.js", document.currentScript.src)
  const SIGNS = ["pointerdown", "pointermove", "touchstart", "click", "keydown", "wheel", "scroll", "focusin", "change", "beforeprint"]
  const asked = new URLSearchParams(location.search)
  /* The parts of a page that it knows by a name, where that is not their class. */
  const PARTS = { "header-title": "header__title", "search-query": "search__input", toc: "nav--secondary > ul" }
  const NAMES = ["container", "content", "dialog", "header", "main", "search", "sidebar", ...Object.keys(PARTS)]
  let key, coming

  /* The theme's keys for the search box: the first press must not be lost. */
  function remember(event) {
    const { target, type } = event
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    if (type === "keydown") {
      key = plain && event.key.length === 1 && target === document.body ? event.key : undefined
    }
  }

  function catchUp() {
    /* The bundle sets up a page at this event, which it has missed. */
    document.dispatchEvent(new Event("DOMContentLoaded"))
    for (const sign of SIGNS) removeEventListener(sign, onSign, true)
    /* It draws the ring of the focus from now on, and has not seen where that is. */
    if (document.activeElement.matches(":focus-visible")) document.activeElement.dispatchEvent(new FocusEvent("focus"))
    if (key) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
  }

  /* No search without it: then the page is as it is without scripts, until the next try. */
  function giveUp() {
    coming.remove()
    coming = undefined
    document.documentElement.classList.replace("js", "no-js")
  }

  function load() {
    if (coming) return
    document.documentElement.classList.replace("no-js", "js")
    for (const name of NAMES) {
      for (const part of document.querySelectorAll(`.md-${PARTS[name] || name}`)) part.dataset.mdComponent = name
    }
    /* By this it knows the links of the sections, to mark the one that is read. */
    for (const link of document.querySelectorAll(".md-nav--secondary a")) link.classList.add("md-nav__link")
    coming = document.createElement("script")
    coming.src = BUNDLE
    coming.onload = catchUp
    coming.onerror = giveUp
    document.head.append(coming)
  }

  function onSign(event) {
    remember(event)
    load()
  }

  for (const sign of SIGNS) addEventListener(sign, onSign, { capture: true, passive: true })
  /* A shared search, and words to mark on a page that a search led to. Or somebody was quicker
   * than this script, and has opened the menu or the search. */
  const opened = document.activeElement !== document.body || document.querySelector(".md-toggle:checked")
  if (asked.has("q") || asked.has("h") || opened) load()
})()

/*
 * The reader's edition: keep the place on the page when switching, remember the
 * choice, offer the other edition once. Never leads anyone away from a page.
 *
 * Words stand in the page; this file has none. Everything hangs on the document,
 * so that it goes on working when navigation.instant replaces the page below it.
 */
(() => {
  "use strict"

  const HANT = "zh-Hant"
  const HANS = "zh-Hans"
  const CHOICE = "edition"
  const DISMISSED = "edition-hint"

  /* Storage may be missing, full or forbidden: then nothing is remembered. */
  function recall(key) {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }

  function remember(key, value) {
    try {
      localStorage.setItem(key, value)
    } catch {
      /* The switch and the hint work for this page all the same. */
    }
  }

  /* The edition for a language tag, or undefined for any language but Chinese.
   * A script subtag says more than a region: zh-Hans-HK is Simplified. */
  function editionFor(tag) {
    const [language, ...subtags] = tag.toLowerCase().split("-")
    if (language !== "zh") return undefined
    if (subtags.includes("hans")) return HANS
    return subtags.some(part => ["hant", "tw", "hk", "mo"].includes(part)) ? HANT : HANS
  }

  function preferred() {
    const choice = recall(CHOICE)
    if (choice === HANT || choice === HANS) return choice
    return (navigator.languages || []).map(editionFor).find(Boolean)
  }

  function editionLink(event) {
    return event.target instanceof Element && event.target.closest("a[data-edition]")
  }

  /* Where the reader is: what the address names, as long as that can be seen; else the section that
   * has begun by the upper third of the screen. In the address the theme names the one before it
   * where more than the header stays at the top (safety.css). */
  function placeHere() {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    const box = named && named.getBoundingClientRect()
    if (box && box.bottom > 0 && box.top < innerHeight) return location.hash
    const begun = [...document.querySelectorAll("article :is(h2, h3)[id]")].filter(
      heading => heading.getClientRects().length && heading.getBoundingClientRect().top < innerHeight / 3)
    return begun.length ? `#${begun.pop().id}` : location.hash
  }

  /* Before the link is followed, opened in a tab or copied. Only the anchor goes
   * along: the words of a search would be in the wrong script. */
  function carryAnchor(event) {
    const link = editionLink(event)
    if (link) link.hash = placeHere()
  }

  function hideHint() {
    const shown = document.querySelector(".md-banner")
    if (shown) shown.remove()
  }

  function onClick(event) {
    carryAnchor(event)
    const link = editionLink(event)
    if (link) remember(CHOICE, link.dataset.edition)
    if (event.target instanceof Element && event.target.closest("[data-edition-dismiss]")) {
      remember(DISMISSED, "dismissed")
      hideHint()
    }
  }

  /* Where there is another edition: from disk there is none. */
  function showHint() {
    hideHint()
    const wanted = preferred()
    if (!wanted || wanted === document.documentElement.lang || recall(DISMISSED)) return
    const other = document.querySelector(`.edition-switch [data-edition="${wanted}"]`)
    const words = document.getElementById("edition-hint")
    if (!other || !words) return
    /* How it looks comes at the same time as this script (drawn.js). */
    const looks = document.querySelector("link[data-late]")
    if (looks) return looks.addEventListener("load", showHint, { once: true })
    const hint = words.content.querySelector(`[data-edition-hint="${wanted}"]`)
    for (const each of words.content.querySelectorAll("[data-edition-hint]")) each.hidden = each !== hint
    hint.querySelector("a").href = other.href
    document.querySelector(".guide-skip").after(words.content.cloneNode(true))
  }

  /* A short link or a former address is a page of nothing but these links: go on, and leave
   * no entry in the history. A short link has one for each edition, any language but Chinese
   * gets the first. */
  function passOn() {
    const links = [...document.querySelectorAll("a[data-pass-on]")]
    const wanted = links.length > 1 ? preferred() : undefined
    const link = links.find(a => a.dataset.edition === wanted) || links[0]
    if (link) location.replace(link.href + location.search + location.hash)
  }

  /* A row of a list that goes on on a further page is named on the page itself, under its anchor,
   * with a link to where it stands (hooks/links/long_lists.py). */
  function goOn() {
    const named = document.getElementById(location.hash.slice(1))
    if (!named || !named.matches(".further a")) return
    const there = new URL(named.href)
    there.search = location.search
    location.replace(there)
  }

  /* The theme's scripts treat `link[rel=alternate]` as a menu of versions (main.html).
   * A space more is the same relation, but not the same string. */
  for (const link of document.querySelectorAll("link[rel=alternate]")) {
    link.setAttribute("rel", "alternate ")
  }

  passOn()
  goOn()

  document.addEventListener("pointerdown", carryAnchor)
  document.addEventListener("focusin", carryAnchor)
  document.addEventListener("click", onClick)
  addEventListener("hashchange", goOn)

  /* The theme's stream of pages, made by its bundle: the first is this one, others
   * come with instant navigation. Where the bundle comes late (late.js) there is none yet. */
  function begin() {
    if (window.document$) window.document$.subscribe(showHint)
    else showHint()
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin, { once: true })
  else begin()
})()

/*
 * In the 404 page itself, behind its text: the reader's script comes first, that of the address
 * or else of the browser; and where the worker gives this page for one that is not kept, what
 * fits that. The edition that is kept is that of the page.
 */
(() => {
  "use strict"

  const SIMPLIFIED = /^zh(-[a-z]+)?-hans\b|^zh\b(?!.*-(hant|tw|hk|mo)\b)/i
  const answer = document.querySelector("[data-answer]")
  const isKept = answer.dataset.answer === "not-kept"
  const kept = document.documentElement.lang

  /* "/zh-hans/" at the root of the site, wherever that is. */
  const root = answer.querySelector("[data-lost-root]").pathname
  const asked = location.pathname.slice(root.length)

  /* "zh-Hant" or "zh-Hans"; the stored choice may be refused. */
  function wanted() {
    if (asked.startsWith("zh-hans/")) return "zh-Hans"
    const choice = window.localStorage.getItem("edition")
    if (choice === "zh-Hans" || choice === "zh-Hant") return choice
    const chinese = (navigator.languages || []).find(tag => /^zh\b/i.test(tag))
    return SIMPLIFIED.test(chinese) ? "zh-Hans" : "zh-Hant"
  }

  for (const part of answer.querySelectorAll("[data-when]")) {
    const { lang } = part.closest("[lang]")
    const state = !isKept ? "lost" : lang === kept ? "kept" : "other"
    part.hidden = !part.dataset.when.split(" ").includes(state)
  }
  const first = wanted()
  for (const part of answer.querySelectorAll(`h1 > [lang=${first}], section[lang=${first}]`)) {
    part.parentNode.insertBefore(part, part.parentNode.querySelector(`:scope > [lang]`))
  }
  const name = document.title.split(" - ").pop()
  document.title = `${answer.querySelector("h1 > [lang] > :not([hidden])").textContent} - ${name}`
})()

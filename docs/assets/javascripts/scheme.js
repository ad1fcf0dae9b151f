/*
 * Light or dark. In place of the theme's three steps, of which one changed nothing: each press
 * gives the other one. What the system has anyway is not kept as a choice, so that the page goes
 * on following it. What was chosen is there before this comes (chosen.js).
 */
(() => {
  "use strict"

  const { classList } = document.documentElement
  const system = matchMedia("(prefers-color-scheme: dark)")
  const bars = document.querySelectorAll("meta[name=theme-color]")
  const buttons = document.querySelector("[data-scheme-switch]")

  /* "guide-light" or "guide-dark", or "" for what the system has. */
  function show(choice) {
    for (const name of ["guide-light", "guide-dark"]) classList.toggle(name, name === choice)
    /* The colour of the browser's own bar. */
    for (const [place, its] of ["light", "dark"].entries()) {
      bars[place].media = !choice ? `(prefers-color-scheme: ${its})` : choice === `guide-${its}` ? "all" : "not all"
    }
  }

  function keep(choice) {
    try {
      if (choice) localStorage.setItem("scheme", choice)
      else localStorage.removeItem("scheme")
    } catch {
      /* Full: then it is chosen for this page. */
    }
  }

  show(localStorage.getItem("scheme"))
  buttons.append(document.getElementById("scheme-words").content)
  buttons.addEventListener("click", event => {
    const button = event.target.closest("button")
    if (!button) return
    const to = button.getAttribute("data-to")
    const choice = (to === "dark") === system.matches ? "" : `guide-${to}`
    show(choice)
    keep(choice)
    /* The pressed one is gone. */
    for (const other of buttons.children) if (other !== button) other.focus()
  })
})()

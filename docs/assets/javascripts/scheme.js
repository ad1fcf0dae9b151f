/*
 * In the page itself, behind the header: the reader's choice of light or dark, before anything is
 * drawn. In place of the theme's three steps, of which one changed nothing: each press gives the
 * other one. What the system has anyway is not kept as a choice, so that the page goes on
 * following it.
 */
(() => {
  /* Whole names: the build keeps the rules of colours.css whose names a script says. */
  const NAMES = { light: "guide-light", dark: "guide-dark" }
  const { body } = document
  const system = matchMedia("(prefers-color-scheme: dark)")
  const buttons = document.querySelector("[data-scheme-switch]")

  /* "light" or "dark", or "" for what the system has. */
  function show(choice) {
    body.setAttribute("data-md-color-scheme", NAMES[choice] || "guide-auto")
    /* The colour of the browser's own bar. */
    for (const bar of document.querySelectorAll("meta[name=theme-color]")) {
      const its = bar.getAttribute("data-scheme")
      bar.media = !choice ? `(prefers-color-scheme: ${its})` : choice === its ? "all" : "not all"
    }
  }

  show(__md_get("scheme"))
  buttons.hidden = false
  buttons.addEventListener("click", event => {
    const button = event.target.closest("button")
    if (!button) return
    const to = button.getAttribute("data-to")
    const choice = (to === "dark") === system.matches ? "" : to
    show(choice)
    __md_set("scheme", choice)
    /* The pressed one is gone. */
    for (const other of buttons.children) if (other !== button) other.focus()
  })
})()

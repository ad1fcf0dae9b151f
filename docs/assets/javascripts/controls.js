/*
 * The theme opens its menu and, on a phone, its search with <label>s, which the
 * keyboard and a screen reader do not reach. This makes them buttons, named after
 * what they open. Without scripts they stay labels and work by touch.
 */
(() => {
  "use strict"

  const CONTROLS = [
    { toggle: "__drawer", opens: ".md-nav--primary", focus: ".md-nav--primary a[href]" },
    { toggle: "__search", opens: ".md-search", focus: "input.md-search__input" },
  ]

  function press(event) {
    if (event.key !== " " && event.key !== "Enter") return
    /* The theme clicks a focused label on Enter as well: twice would be never. */
    event.preventDefault()
    event.stopPropagation()
    event.currentTarget.click()
  }

  function setUp({ toggle, opens, focus }) {
    const box = document.getElementById(toggle)
    const button = document.querySelector(`.md-header__button[for="${toggle}"]`)
    const opened = document.querySelector(opens)
    if (!box || !button || !opened || button.hasAttribute("role")) return

    button.setAttribute("role", "button")
    button.setAttribute("tabindex", "0")
    button.setAttribute("aria-label", opened.getAttribute("aria-label"))
    button.setAttribute("aria-expanded", String(box.checked))
    button.addEventListener("keydown", press)
    box.addEventListener("change", () => {
      button.setAttribute("aria-expanded", String(box.checked))
      const first = document.querySelector(focus)
      if (box.checked && first && document.activeElement === button) first.focus()
    })
    document.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !box.checked) return
      box.click()
      button.focus()
    })
  }

  function setUpAll() {
    for (const control of CONTROLS) setUp(control)
  }

  if (window.document$) window.document$.subscribe(setUpAll)
  else setUpAll()
})()

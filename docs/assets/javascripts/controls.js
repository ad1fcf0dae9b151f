/*
 * The theme opens its menu, the sections in it and, on a phone, its search with
 * <label>s, which the keyboard and a screen reader do not reach. This makes them
 * buttons, named after what they open. Without scripts they stay labels and work by touch.
 */
(() => {
  "use strict"

  const CONTROLS = [
    { toggle: "__drawer", opens: ".md-nav--primary", focus: ".md-nav--primary :is(a[href], [tabindex])" },
    { toggle: "__search", opens: ".md-search", focus: "input.md-search__input" },
  ]

  function press(event) {
    if (event.key !== " " && event.key !== "Enter") return
    /* The theme clicks a focused label on Enter as well: twice would be never. */
    event.preventDefault()
    event.stopPropagation()
    event.currentTarget.click()
  }

  /* Older browsers: what has a place on the page. */
  function isSeen(element) {
    if (!element.checkVisibility) return element.getClientRects().length > 0
    return element.checkVisibility({ visibilityProperty: true })
  }

  function focusFirst(elements) {
    [...elements].find(isSeen)?.focus()
  }

  /* `button` says whether the checkbox `box` is checked. */
  function makeButton(button, box, name) {
    button.setAttribute("role", "button")
    button.setAttribute("tabindex", "0")
    button.setAttribute("aria-label", name)
    button.setAttribute("aria-expanded", String(box.checked))
    button.addEventListener("keydown", press)
    box.addEventListener("change", () => {
      button.setAttribute("aria-expanded", String(box.checked))
    })
  }

  function setUp({ toggle, opens, focus }) {
    const box = document.getElementById(toggle)
    const button = document.querySelector(`.md-header__button[for="${toggle}"]`)
    const opened = document.querySelector(opens)
    if (!box || !button || !opened || button.hasAttribute("role")) return

    makeButton(button, box, opened.getAttribute("aria-label"))
    box.addEventListener("change", () => {
      if (box.checked && document.activeElement === button) {
        focusFirst(document.querySelectorAll(focus))
      }
    })
    document.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !box.checked) return
      box.click()
      button.focus()
    })
  }

  /* A section of the menu: on a phone it covers the others and has a label that leads back. */
  function setUpSection(item) {
    const box = item.querySelector(":scope > .md-nav__toggle")
    const labels = item.querySelectorAll(`label[for="${box?.id}"]`)
    if (!labels.length || labels[0].hasAttribute("role")) return

    const name = item.querySelector(".md-ellipsis").textContent.trim()
    for (const label of labels) makeButton(label, box, name)
    box.addEventListener("change", () => {
      if ([...labels].includes(document.activeElement)) focusFirst([...labels].reverse())
    })
  }

  function setUpAll() {
    for (const control of CONTROLS) setUp(control)
    document.querySelectorAll(".md-nav--primary .md-nav__item--nested").forEach(setUpSection)
  }

  if (window.document$) window.document$.subscribe(setUpAll)
  else setUpAll()
})()

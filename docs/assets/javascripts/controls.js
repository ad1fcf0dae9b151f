/*
 * The theme opens its menu and its search with <label>s, which the keyboard and a screen reader
 * do not reach. This puts buttons in their place.
 * Without scripts they stay labels and work by touch.
 */
(() => {
  "use strict"

  /* What covers the page on a small screen, and from where on it stands beside the text. */
  const COVERS = [
    {
      toggle: "__drawer", covers: ".md-sidebar--primary", named: ".menu", wide: "(min-width: 76.25em)",
      first: ".menu__head button",
    },
    { toggle: "__search", covers: ".md-search", named: "[role=search]", wide: "(min-width: 60em)", first: "input.md-search__input" },
  ]
  /* What stays alive beside what covers the page: it is no place to go to. */
  const BESIDE = "script, .md-toggle, .md-overlay, .md-dialog"

  const isSeen = element => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible"

  function focusFirst(elements) {
    [...elements].find(isSeen)?.focus()
  }

  /* A button that looks like the label and stands where it stood. It keeps `for`, which means
   * nothing on a button: the theme's styles go by it. */
  function replaced(label) {
    const button = document.createElement("button")
    for (const { name, value } of label.attributes) {
      if (name !== "tabindex") button.setAttribute(name, value)
    }
    button.type = "button"
    button.append(...label.childNodes)
    label.replaceWith(button)
    return button
  }

  /* Pressed, it turns the checkbox `box`, and it says whether that is checked. */
  function opener(label, box, name) {
    const button = replaced(label)
    const say = () => button.setAttribute("aria-expanded", String(box.checked))
    if (name) button.setAttribute("aria-label", name)
    button.addEventListener("click", () => box.click())
    box.addEventListener("change", say)
    say()
    return button
  }

  /* Takes all but `element` off the page for keyboard and screen reader; gives it back. */
  function alone(element) {
    const others = []
    for (let part = element; part !== document.body; part = part.parentElement) {
      others.push(...[...part.parentElement.children].filter(
        other => other !== part && !other.inert && !other.matches(BESIDE)))
    }
    for (const other of others) other.inert = true
    return () => {
      for (const other of others) other.inert = false
    }
  }

  /* A menu opens at its top, and further down only as far as this page is below its edge. */
  function showCurrent(cover) {
    const current = cover.querySelector("[aria-current]")
    const list = current && current.closest(".md-sidebar__scrollwrap")
    if (!list) return
    list.scrollTop = 0
    const below = current.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom
    if (below > 0) list.scrollTop = below + list.clientHeight / 3
  }

  /* Says that `cover` is a window of its own as long as it is one. */
  function asDialog(cover, name, covering) {
    for (const [key, value] of Object.entries({ role: "dialog", "aria-modal": "true", "aria-label": name })) {
      if (covering) cover.setAttribute(key, value)
      else cover.removeAttribute(key)
    }
  }

  /* The buttons in `cover` that close it. The arrow in the search is one on a small screen. */
  function closersOf(cover, toggle) {
    const arrow = cover.querySelector(`label.md-search__icon[for="${toggle}"]`)
    return [...cover.querySelectorAll(`[data-closes="${toggle}"]`), ...arrow ? [replaced(arrow)] : []]
  }

  function setUpCover({ toggle, covers, named, wide, first }) {
    const box = document.getElementById(toggle)
    const label = document.querySelector(`label.md-header__button[for="${toggle}"]`)
    const cover = document.querySelector(covers)
    if (!box || !label || !cover) return

    const name = document.querySelector(named).getAttribute("aria-label")
    const button = opener(label, box, name)
    const beside = matchMedia(wide)
    const closers = closersOf(cover, toggle)
    let free = () => {}

    function update() {
      const covering = box.checked && !beside.matches
      free()
      free = covering ? alone(cover) : () => {}
      asDialog(cover, name, covering)
      for (const closer of closers) closer.inert = beside.matches
    }

    function close() {
      box.click()
      button.focus()
    }

    for (const closer of closers) closer.addEventListener("click", close)
    box.addEventListener("change", () => {
      if (box.checked) showCurrent(cover)
      if (box.checked && !cover.contains(document.activeElement)) focusFirst(document.querySelectorAll(first))
      update()
    })
    /* Old browsers know no event of a query. */
    addEventListener("resize", update)
    document.addEventListener("keydown", event => {
      if (event.key === "Escape" && box.checked) close()
    })
    update()
  }

  COVERS.forEach(setUpCover)
})()

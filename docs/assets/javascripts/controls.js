/*
 * The theme opens its menu, the sections in it, its search, and light and dark with <label>s,
 * which the keyboard and a screen reader do not reach. This puts buttons in their place.
 * Without scripts they stay labels and work by touch.
 */
(() => {
  "use strict"

  /* What covers the page on a small screen, and from where on it stands beside the text. */
  const COVERS = [
    {
      toggle: "__drawer", covers: ".md-sidebar--primary", named: ".md-nav--primary", wide: "(min-width: 76.25em)",
      first: ".md-nav--primary :is(a[href], button:not([data-closes]))",
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

    for (const closer of closers) {
      closer.hidden = false
      closer.addEventListener("click", close)
    }
    box.addEventListener("change", () => {
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

  /* An entry of the menu that opens: on a phone its list covers the others and has a way back. */
  function setUpSection(box) {
    const item = box.parentElement
    const name = item.querySelector(".md-ellipsis").textContent.trim()
    const buttons = [...item.querySelectorAll(`label[for="${box.id}"]`)].map(
      label => opener(label, box, label.textContent.trim() ? "" : name))
    box.addEventListener("change", () => {
      if (buttons.includes(document.activeElement)) focusFirst([...buttons].reverse())
    })
  }

  /* One button at a time is there: it says what is, and leads to the next. */
  function setUpPalette() {
    const options = [...document.getElementsByName("__palette")]
    const buttons = options.map(option => replaced(option.nextElementSibling))
    buttons.forEach((button, place) => {
      const next = (place + 1) % options.length
      options[place].hidden = true
      /* The theme goes on by Enter of its own accord. */
      button.addEventListener("keydown", event => event.key === "Enter" && event.stopPropagation())
      button.addEventListener("click", () => {
        options[next].click()
        button.hidden = true
        buttons[next].hidden = false
        buttons[next].focus()
      })
    })
    /* Pressed while the theme is on its way: setting up, it hides the button for a moment, and
     * the focus is nowhere. */
    const form = options[0].form
    form.addEventListener("focusout", ({ target, relatedTarget }) => {
      if (target.hidden && !relatedTarget) setTimeout(() => {
        if (document.activeElement === document.body) buttons.find(button => !button.hidden).focus()
      }, 50)
    })
  }

  COVERS.forEach(setUpCover)
  document.querySelectorAll(".md-nav--primary .md-nav__item > .md-nav__toggle").forEach(setUpSection)
  setUpPalette()
})()

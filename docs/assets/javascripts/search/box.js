/*
 * The search box beyond what the theme does: text that comes without a key (candidates
 * chosen by touch, paste, dictation), the state of loading, honest notes. The words stand
 * in the page, in <template id="search-notes">.
 */
(() => {
  "use strict"

  const SLOW = 6000
  const LOST = 3000
  /* How long after a change a tap may have been aimed at what was there before. */
  const SETTLED = 400
  /* Notes above what is no answer. */
  const NO_ANSWER = /^(nothing|topics)$/
  const input = document.querySelector("input[name=query]")
  const result = document.querySelector("[data-md-component=search-result]")
  const words = document.getElementById("search-notes")
  const { base } = JSON.parse(document.getElementById("__config").textContent)
  const stub = new URL("search/search_index.json", new URL(base.replace(/\/?$/, "/"), location)).href
  /* The theme's worker; it may come later than this script. */
  let worker
  let state, found, timer, waiting
  /* The query that was answered last, and whether Enter waits for the answer to what is typed. */
  let asked, entered
  /* Whether the reader has turned to the results; where they lead, where they led before, and since
   * when they do. */
  let touched, leads = [], before = [], moved = 0
  let tries = 0
  const links = () => [...result.querySelectorAll("a")]

  /* The theme reads the box on key-up, and the suggestion on key-down. Not through the
   * page: nobody pressed a key. */
  function poke() {
    for (const type of ["keydown", "keyup"]) input.dispatchEvent(new KeyboardEvent(type))
  }

  function enter() {
    if (entered) input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }))
  }

  /* Between the theme's line of counts and its list, where the arrow keys reach it. */
  const note = document.createElement("div")
  note.className = "search-note"
  note.setAttribute("role", "status")
  result.lastElementChild.before(note)

  function say(name) {
    if (note.dataset.note == name) return
    note.dataset.note = name
    const text = name && words.content.querySelector(`[data-note=${name}]`)
    note.replaceChildren(...text ? [text.cloneNode(true)] : [])
  }

  function show() {
    const asked = input.value.trim()
    clearTimeout(timer)
    if (!asked) say(found == "topics" ? found : "")
    else if (worker?.broken || state == "failed") say("failed")
    /* The theme's setup did not come. Without it the theme does not search at all. */
    else if (state == "late") timer = setTimeout(say, LOST, "failed")
    else if (!worker || state == "loading") {
      say("loading")
      timer = setTimeout(say, SLOW, "slow")
    } else say(found || "")
  }

  /* After a failure with the stub, which names the index of today's build. */
  const wake = () => worker?.postMessage({ type: 4, data: state == "failed" ? stub : "" })

  /* Where a new try does not help, the link does: it opens this page with the same query. */
  note.addEventListener("click", event => {
    const link = event.target.closest("a")
    if (!link) return
    if (worker?.broken || state == "late") {
      link.href = `?q=${encodeURIComponent(input.value)}`
      return
    }
    event.preventDefault()
    event.stopPropagation()
    wake()
    input.focus()
  })

  for (const type of ["input", "compositionend"]) input.addEventListener(type, () => {
    touched = entered = false
    poke()
    show()
  })
  input.form.addEventListener("reset", () => setTimeout(poke))
  input.addEventListener("focus", () => {
    tries = 0
    wake()
    again()
  })

  /* More of the data is there: it is used for what stands in the box, unless the reader is about
   * to choose; then the next key uses it. */
  function refresh() {
    if (!touched && document.activeElement == input) worker.postMessage({ type: 6 })
  }
  for (const type of ["pointerdown", "pointermove", "focusin", "scroll"]) {
    result.parentElement.addEventListener(type, () => touched = true, { passive: true })
  }

  /* A tap that was aimed at another link, which stood there before, leads nowhere. A mouse has
   * moved first, and Enter has no place. */
  result.addEventListener("click", event => {
    const at = links().indexOf(event.target.closest("a"))
    if (!event.detail || event.pointerType == "mouse" || Date.now() - moved > SETTLED || !before[at] || before[at] == leads[at]) return
    event.preventDefault()
    event.stopPropagation()
  }, true)

  /* Which keys the theme may have while the search is open. It closes it at Tab, and whatever
   * is pressed on a button or a result, Shift too, it takes for writing: nothing but the box
   * could be reached. Enter belongs to the input method as long as it composes; Safari tells
   * by 229 only. Where nothing was found it leads nowhere, and as long as the list answers what was
   * typed before it waits. */
  function isForTheme({ target, key, isComposing, keyCode }) {
    if (target == input) {
      if (key == "Tab" || isComposing || keyCode == 229) return false
      entered = key == "Enter" && found != null && asked != input.value.trim()
      return !entered && !(key == "Enter" && NO_ANSWER.test(note.dataset.note))
    }
    return /^(Escape|Arrow(Up|Down)|[^ ])$/.test(key)
  }

  const search = input.closest(".md-search")
  const open = document.getElementById("__search")
  addEventListener("keydown", event => {
    const { target } = event
    const here = search.contains(target) || target == document.body && open.checked
    if (!here || isForTheme(event)) return
    event.stopImmediatePropagation()
    /* The form leads nowhere either. */
    if (target == input && event.key == "Enter") event.preventDefault()
  }, true)

  /* Who goes on by Tab beside it has done with it. */
  search.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !search.contains(relatedTarget) && open.checked) open.click()
  })

  /* The theme leaves its results to the arrow keys, and leads to the top of a page by its title:
   * the section that answers is what opens. */
  new MutationObserver(() => {
    for (const link of links()) link.removeAttribute("tabindex")
    for (const [title, section] of [...result.querySelectorAll("li")].map(item => item.querySelectorAll(":scope > a"))) {
      if (section && title.firstElementChild.dataset.mdScore <= 0) title.href = section.href
    }
    const now = links().map(({ href }) => href)
    if (now.join() != leads.join()) {
      moved = Date.now()
      before = leads
      leads = now
    }
    again()
  }).observe(result, { childList: true, subtree: true })

  /* With instant navigation the box would keep the focus, and the next Enter come here. */
  document.addEventListener("click", ({ target }) => {
    if (target.closest && target.closest(".md-search-result__link")) input.blur()
  })

  /* What the worker said before the theme listened, or what the theme has cleared away: an open,
   * empty box offers topics, however late the theme comes. */
  function missed() {
    if (!input.value && !links().length && document.activeElement == input) worker.postMessage({ type: 6 })
  }
  function again() {
    clearTimeout(waiting)
    if (found) waiting = setTimeout(missed, Math.min(300 * ++tries, LOST))
  }

  function start() {
    worker = self.guideWorker
    worker.addEventListener("message", ({ data: { type, data } }) => {
      if (type == 5) state = data
      else if (type == 3) {
        found = data.note
        asked = data.asked
        again()
      }
      else if (type == 6) refresh()
      if (type != 1) show()
      /* The theme may list the answer after this. */
      if (entered && asked == input.value.trim()) setTimeout(enter)
    })
    worker.addEventListener("error", show)
    wake()
    if (input.value) poke()
    show()
  }

  if (self.guideWorker) start()
  else {
    self.guideBox = start
    show()
  }
})()

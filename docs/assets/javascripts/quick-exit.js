/*
 * Leaves at once, for a reader who is watched. The page goes blank before the other one comes,
 * and its entry in the history becomes the other one's. Without scripts it is a plain link.
 *
 * Shift three times, as public services do it: Escape closes search and menus, and stops the
 * very page that is to come. Where one types, Shift belongs to the input method.
 */
const PRESSES = 3
const PAUSE = 1500
const link = document.querySelector("[data-quick-exit]")
let presses = 0
let last = 0

function leave() {
  document.title = "\u200b"
  document.documentElement.hidden = true
  location.replace(link.href)
}

link.addEventListener("click", event => {
  event.preventDefault()
  leave()
})

addEventListener("keyup", event => {
  const typing = event.target instanceof Element && event.target.closest("input:not(.md-toggle, .md-option), textarea, select")
  if (event.key !== "Shift" || typing || event.isComposing) {
    presses = 0
    return
  }
  presses = event.timeStamp - last < PAUSE ? presses + 1 : 1
  last = event.timeStamp
  if (presses === PRESSES) leave()
})

/*
 * Shows which sentence is being read, and keeps it in view. Where a browser can mark a stretch of
 * text without touching the page, that; else the block around it gets a line at its side.
 */
import { rangeOf } from "./page-text.js"

const NAME = "spoken"
const ASIDE = "spoken-block"
/* Of the space that is free of header and bar, how much stays above the sentence. */
const ABOVE = 0.2

export function marker(bar) {
  const stretch = self.CSS && CSS.highlights && self.Highlight ? new Highlight() : undefined
  let marked

  if (stretch) CSS.highlights.set(NAME, stretch)

  function clear() {
    if (stretch) stretch.clear()
    if (marked) marked.block.classList.remove(ASIDE)
    marked = undefined
  }

  /* What is left of the screen between the header and the bar. */
  function free() {
    const header = document.querySelector(".md-header")
    const top = header ? Math.max(0, header.getBoundingClientRect().bottom) : 0
    return { top, bottom: bar.getBoundingClientRect().top }
  }

  function isInView(sentence) {
    const { top, bottom } = free()
    const box = rangeOf(sentence).getBoundingClientRect()
    return box.bottom > top && box.top < bottom
  }

  function show(sentence) {
    const { top, bottom } = free()
    const box = rangeOf(sentence).getBoundingClientRect()
    if (box.top >= top && box.bottom <= bottom) return
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
    scrollBy({ top: box.top - top - (bottom - top) * ABOVE, behavior: calm ? "auto" : "smooth" })
  }

  /* Who has scrolled elsewhere while listening is not pulled back, unless a button was pressed. */
  function mark(sentence, wasPressed) {
    const follows = wasPressed || !marked || isInView(marked)
    clear()
    marked = sentence
    if (stretch) stretch.add(rangeOf(sentence))
    else sentence.block.classList.add(ASIDE)
    if (follows) show(sentence)
  }

  return { mark, clear }
}

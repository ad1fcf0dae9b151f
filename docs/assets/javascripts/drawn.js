/*
 * In the page itself. What is read comes first: the other scripts, and what else nobody waits for,
 * stay in a template at its end (hooks/delivery/page.py) until the page has been drawn.
 */
document.addEventListener("DOMContentLoaded", () => {
  const waiting = document.querySelector("template[data-late]")
  /* `make serve` leaves scripts where they stand; and late.js says this again to the theme. */
  if (!waiting) return

  const start = () => {
    for (const late of [...waiting.content.children]) {
      /* They keep their order. */
      late.async = false
      /* As long as it is on its way; of a manifest no browser says that it has come. */
      if (late.rel !== "manifest") late.dataset.late = ""
      late.onload = late.onerror = () => late.removeAttribute("data-late")
      document.head.append(late)
    }
    waiting.remove()
  }

  /* A page that is not seen is not drawn, and not every browser tells of it. */
  setTimeout(start, 500)
  new PerformanceObserver(start).observe({ type: "paint", buffered: true })
})

/*
 * In the page itself. What is read comes first: the other scripts, and what else nobody waits for,
 * stay in a template at its end (hooks/delivery/page.py) until the page has been drawn.
 */
(() => {
  let waiting

  /* Made anew: a script out of a template does not run. They keep their order. */
  function start() {
    for (const { localName, attributes } of [...waiting.content.children]) {
      const late = document.createElement(localName)
      late.async = false
      for (const { name, value } of [...attributes]) late.setAttribute(name, value)
      /* As long as it is on its way; of a manifest no browser says that it has come. */
      if (late.rel !== "manifest") late.dataset.late = ""
      late.onload = late.onerror = () => late.removeAttribute("data-late")
      document.head.append(late)
    }
    waiting.remove()
  }

  const begin = () => waiting.isConnected && start()

  /* Once: late.js says the same again to the theme. */
  document.addEventListener("DOMContentLoaded", () => {
    waiting = document.querySelector("template[data-late]")
    /* `make serve` leaves scripts where they stand. */
    if (!waiting) return
    /* A hidden page is not drawn. */
    if (document.hidden) return start()
    /* A browser that does not tell of its paints has made one by then. */
    setTimeout(begin, 500)
    if (self.PerformanceObserver) new PerformanceObserver(begin).observe({ type: "paint", buffered: true })
  }, { once: true })
})()

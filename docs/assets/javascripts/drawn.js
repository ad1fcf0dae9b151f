/*
 * In the page itself, at its end. What is read comes first: the other scripts, and the style
 * sheet for paper, wait in a template (hooks/delivery/page.py) until the page has been drawn.
 */
(() => {
  const waiting = document.getElementById("late")

  /* Made anew: a script out of a template does not run. They keep their order. */
  function start() {
    for (const { localName, attributes } of [...waiting.content.children]) {
      const late = document.createElement(localName)
      late.async = false
      for (const { name, value } of [...attributes]) late.setAttribute(name, value)
      /* As long as it is on its way. */
      late.dataset.late = ""
      late.onload = late.onerror = () => late.removeAttribute("data-late")
      document.head.append(late)
    }
    waiting.remove()
  }

  /* Once: late.js says the same again to the theme. */
  document.addEventListener("DOMContentLoaded", () => {
    /* The second of two frames begins when the first has been shown; a hidden page has none. */
    if (document.hidden) start()
    else requestAnimationFrame(() => requestAnimationFrame(start))
  }, { once: true })
})()

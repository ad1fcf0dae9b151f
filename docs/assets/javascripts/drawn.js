/*
 * In the page itself, at its end. What is read comes first: the other scripts wait in a
 * template (hooks/delivery/page.py) until the page has been drawn.
 */
(() => {
  const waiting = document.getElementById("late")

  /* Made anew: a script out of a template does not run. They keep their order. */
  function start() {
    for (const { type, attributes } of [...waiting.content.children]) {
      const script = document.createElement("script")
      script.type = type
      script.async = false
      script.src = attributes.src.value
      /* As long as it is on its way. */
      script.dataset.late = ""
      script.onload = script.onerror = () => script.removeAttribute("data-late")
      document.head.append(script)
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

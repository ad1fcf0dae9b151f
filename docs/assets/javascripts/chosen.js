/*
 * In the page itself: the larger text (reading.js) and the light or dark (scheme.js) that the
 * reader has chosen are there before anything is drawn. A browser that keeps nothing throws at the
 * word `localStorage`; then nothing was chosen.
 *
 * Before the style sheet: a script behind it waits for it, and so does all that is read behind the
 * script. The scheme is the body's, which comes later.
 */
(() => {
  const root = document.documentElement

  function withBody(act) {
    if (document.body) act()
    else {
      new MutationObserver((_, observer) => {
        if (!document.body) return
        observer.disconnect()
        act()
      }).observe(root, { childList: true })
    }
  }

  function apply() {
    try {
      const size = sessionStorage.getItem("text-size") || localStorage.getItem("text-size")
      if (["text-large", "text-largest"].includes(size)) root.classList.add(size)
      const scheme = localStorage.getItem("scheme")
      if (["guide-light", "guide-dark"].includes(scheme)) {
        withBody(() => document.body.setAttribute("data-md-color-scheme", scheme))
      }
    } catch {}
  }

  /* From disk: where storage is asked for while Chromium still takes a page over, nothing is kept
   * for the next page (1 to 9 times in 100, with 156). The first frame is late enough, and still
   * before the reader sees the page. A hidden page has no frames. */
  if (location.protocol === "file:" && !document.hidden) requestAnimationFrame(apply)
  else apply()
})()

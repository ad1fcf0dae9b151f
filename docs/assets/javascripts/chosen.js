/*
 * In the page itself: the larger text (reading.js) and the light or dark (scheme.js) that the
 * reader has chosen are there before anything is drawn. A browser that keeps nothing throws at the
 * word `localStorage`; then nothing was chosen.
 *
 * Before the style sheet: a script behind it waits for it, and so does all that is read behind the
 * script.
 */
(() => {
  function apply() {
    try {
      const size = sessionStorage.getItem("text-size") || localStorage.getItem("text-size")
      for (const choice of [size, localStorage.getItem("scheme")]) {
        if (["text-large", "text-largest", "guide-light", "guide-dark"].includes(choice)) {
          document.documentElement.classList.add(choice)
        }
      }
    } catch {}
  }

  /* From disk: where storage is asked for while Chromium still takes a page over, nothing is kept
   * for the next page (1 to 9 times in 100, with 156). The first frame is late enough, and still
   * before the reader sees the page. A hidden page has no frames. */
  if (location.protocol === "file:" && !document.hidden) requestAnimationFrame(apply)
  else apply()
})()

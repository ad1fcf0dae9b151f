/*
 * In the page itself, at once: the larger text that the reader has chosen (reading.js) is there
 * before the first picture of the page.
 */
(() => {
  function apply() {
    const size = sessionStorage.getItem("text-size") || localStorage.getItem("text-size")
    if (["text-large", "text-largest"].includes(size)) document.documentElement.classList.add(size)
  }

  /* From disk no storage is asked for before the first frame, as storage.js says. */
  if (location.protocol === "file:" && !document.hidden) requestAnimationFrame(apply)
  else apply()
})()

/*
 * In the page itself: until its style sheet has come, the page takes no room. Chromium asks the
 * end of each page that has fields which of them can be filled in, and lays out all of it for the
 * answer, bare, for nobody to see: as much work as the first picture itself. The sheet shows the
 * page (shell.css); where it does not come, whatever else has come or failed does.
 */
(() => {
  const root = document.documentElement

  /* A sheet in the page itself tells that it is there too, long before the other one. What a
   * reader has left stays hidden (quick-exit.js). */
  function show({ target }) {
    if (target.localName !== "style" && root.getAttribute("hidden") === "unstyled") root.hidden = false
  }

  root.setAttribute("hidden", "unstyled")
  for (const type of ["load", "error"]) document.addEventListener(type, show, true)
  addEventListener("load", show)
})()

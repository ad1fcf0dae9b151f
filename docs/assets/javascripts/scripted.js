/*
 * In the page itself, at once: scripts work here. What they make usable takes its place
 * before the first picture of the page, not when the theme's bundle comes (late.js), and the
 * tool of a page not when its module has come: the text below would jump. Where modules are not
 * known, or what has come is of no use, the page is its paper form.
 */
(() => {
  const { classList } = document.documentElement
  classList.replace("no-js", "js")
  if (!("noModule" in HTMLScriptElement.prototype)) return
  classList.add("tool-coming")
  /* Not for what else fails: Firefox fetches the next page ahead, which our policy forbids. */
  addEventListener("error", ({ target }) => {
    if (target === self || target.localName === "script") classList.remove("tool-coming")
  }, true)
})()

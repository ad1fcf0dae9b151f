/* Fields of several lines grow with what is in them, where the browser does not do that itself. */
const byItself = CSS.supports("field-sizing", "content")

export function grow(root) {
  if (byItself) return
  for (const field of root.querySelectorAll("textarea")) {
    field.style.height = "auto"
    if (field.scrollHeight) field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`
  }
}

export function grows(root) {
  root.addEventListener("input", ({ target }) => {
    if (target.matches("textarea")) grow(target.parentElement)
  })
  addEventListener("resize", () => grow(root))
  grow(root)
}

/* What leaves the page, and only by the reader's hand: a file, or paper. */

export function download(name, type, text) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  /* Not at once: some browsers begin to read it after the click. */
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/* Prints the element only; the paper form is printed by the browser's own command. */
export function printOnly(element) {
  element.toggleAttribute("data-print", true)
  document.documentElement.toggleAttribute("data-printing", true)
  addEventListener("afterprint", () => {
    element.removeAttribute("data-print")
    document.documentElement.removeAttribute("data-printing")
  }, { once: true })
  print()
}

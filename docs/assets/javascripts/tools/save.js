/*
 * Files, by the reader's hand only. A click is no proof that one was saved: some browsers in chat
 * apps drop it. So it is said what should be there, and the text is offered to be copied.
 */
import { copy } from "../share.js"
import { note, part, word } from "./words.js"

let box

/* `saved()`, where there is one, is called when the reader says that the file is there. */
export function download(button, name, type, text, saved) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  /* Not at once: some browsers begin to read it after the click. */
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)

  box?.remove()
  box = part("downloaded").cloneNode(true)
  box.removeAttribute("data-word")
  box.querySelector("[data-file]").textContent = word("downloaded-file", { name })
  const [there, copier] = box.querySelectorAll("button")
  there.hidden = !saved
  there.addEventListener("click", () => {
    saved()
    box.remove()
    button.focus()
    note(button, word("downloaded-there"))
  })
  copier.addEventListener("click", async () => {
    if (await copy(text.replace(/^\ufeff/, ""), "", copier.parentElement)) note(copier, word("copied-text"))
  })
  button.parentElement.after(box)
}

/*
 * Passing on: copies links and says so, here and on the agents' desk (desk/page.js). Words stand
 * in the page, in <template id="share-words">. Without scripts nothing of this is missed:
 * the short link is text on the page.
 */

const words = document.getElementById("share-words").content
const said = document.querySelector("[data-share-said]")
let field

/* Said again, if it is the same words: an empty region in between. */
export function say(name, detail = "") {
  const text = words.querySelector(`[data-say=${name}]`).textContent + detail
  said.textContent = ""
  setTimeout(() => { said.textContent = text }, 50)
}

/* Where the page really is, not where its build believed. From a file: what the build says. */
export function shortLink(link) {
  return location.protocol.startsWith("http") ? link.href : link.textContent
}

function closeField(focus) {
  const opener = field?.opener
  field?.node.remove()
  field = undefined
  if (focus) opener?.focus()
}

/* No clipboard (an in-app browser, a page without https) or a refusal. */
function showField(text, after) {
  closeField(false)
  const node = words.querySelector(".share-field").cloneNode(true)
  const area = node.querySelector("textarea")
  area.value = text
  node.querySelector("[data-close]").addEventListener("click", () => closeField(true))
  node.addEventListener("keydown", event => {
    if (event.key !== "Escape") return
    event.stopPropagation()
    closeField(true)
  })
  field = { node, opener: document.activeElement }
  after.after(node)
  area.focus()
  area.select()
  say("refused")
}

/* Copies `text` and says the words `name`, if any; where that is refused, the text stands selected
 * in a field behind the element `after`. */
export async function copy(text, name, after, detail) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    showField(text, after)
    return false
  }
  closeField(false)
  if (name) say(name, detail)
  return true
}

/* As the browser's own menu prints it. Where that does nothing, as in the browsers of some chat apps,
 * it is said. */
const SILENCE = 1500
function printPage() {
  let came = false
  const see = () => { came = true }
  addEventListener("beforeprint", see, { once: true })
  try {
    print()
  } catch {
    /* As silent. */
  }
  setTimeout(() => {
    removeEventListener("beforeprint", see)
    if (!came) say("paper")
  }, SILENCE)
}

function setUpBlock(block) {
  const link = block.querySelector("a[data-short]")
  const title = document.querySelector("article h1").textContent.trim()
  const buttons = words.querySelector("[data-scripted]").cloneNode(true)
  block.querySelector(".share__link").after(buttons)
  buttons.querySelector("[data-paper]").addEventListener("click", printPage)
  buttons.addEventListener("click", event => {
    const kind = event.target.closest("[data-copy]")?.dataset.copy
    const url = shortLink(link)
    if (kind) copy(kind === "title" ? `${title}\n${url}` : url, kind, buttons)
  })
}

/* A plain link to its section, so that it can be opened in a tab or copied by hand too. */
function addHeadingLink(heading, short) {
  const name = heading.textContent.trim()
  const link = words.querySelector(".heading-link").cloneNode(true)
  link.href = `#${heading.id}`
  link.setAttribute("aria-label", link.getAttribute("aria-label") + name)
  /* Without it the heading would be read out with the name of the link. */
  heading.setAttribute("aria-label", name)
  heading.append(link)
  link.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    history.replaceState(history.state, "", link.hash)
    copy(`${shortLink(short)}${link.hash}`, "section", heading)
  })
}

const block = document.querySelector("[data-share]")
const short = block.querySelector("a[data-short]")
short.textContent = shortLink(short)
setUpBlock(block)
for (const heading of document.querySelectorAll("article :is(h2, h3)[id]")) {
  if (!heading.closest("[data-search-exclude]")) addHeadingLink(heading, short)
}
/* Not every browser fetches a lazy image for paper. */
addEventListener("beforeprint", () => {
  for (const image of block.querySelectorAll("img")) image.loading = "eager"
})

/*
 * The agreement checklist on its page: three answers for each line of the page's own list, its
 * blanks as fields, and the message that asks for what is missing. Words stand in the page.
 */
import { copy } from "../share.js"
import { fitting, judge, message } from "./agreement.js"
import { fieldFor, nameInLine, pairFor } from "./blanks.js"
import { grow, grows } from "./grow.js"
import { carry, guard, keepBefore, keeper } from "./keep.js"
import { printNow } from "./paper.js"
import { setChildren, setHidden, setText } from "./show.js"
import { handOver } from "./stores.js"
import { note, part, word } from "./words.js"

const tool = document.querySelector("[data-tool=agreement]")
const article = tool.closest("article")
const result = tool.querySelector("[data-result]")
/* The result stands below the list, the rest above it. */
const one = selector => tool.querySelector(selector) ?? result.querySelector(selector)
const text = one("[data-message]")
const whens = [...result.querySelectorAll("[data-when]")]
const bar = part("bar-line").cloneNode(true)
bar.removeAttribute("data-word")
const asks = part("asks")

/* A line of the list with its answers; its own words, without the blanks, name them. */
function itemOf(line) {
  const { item: id, kind = "" } = line.dataset
  line.classList.add("agreement__item")
  const label = document.createElement("span")
  const box = line.querySelector("input[type=checkbox]")
  const blanks = [...line.querySelectorAll(".blank")]
  label.id = `item-${id}`
  label.append(...[...line.childNodes].filter(node => node !== box))
  line.append(label)
  for (const [i, blank] of blanks.entries()) {
    const which = blanks.length > 1 ? ` ${i + 1}` : ""
    fieldFor(blank, { name: `${id}-${i}`, label: nameInLine(label, blank) + which })
  }
  const answers = part(`answers-${kind === "never" || kind === "own" ? kind : "must"}`).cloneNode(true)
  answers.className = "agreement__answers"
  answers.removeAttribute("data-word")
  answers.setAttribute("role", "radiogroup")
  answers.setAttribute("aria-labelledby", label.id)
  for (const input of answers.querySelectorAll("input")) input.name = `answer-${id}`
  line.append(answers)
  const ask = asks.querySelector(`[data-ask=${id}]`)
  return { id, kind, box, radios: [...answers.querySelectorAll("input")], ask: ask.textContent }
}

const items = [...article.querySelectorAll("li[data-item]")].map(itemOf)
/* Of the page's text, not of the tool: who checked it, and when. */
for (const [i, blank] of [...article.querySelectorAll("#checklist ~ p .blank")].entries()) {
  pairFor(blank, `signed-${i}`)
}
const fields = [...article.querySelectorAll(".blank-field")]
const words = Object.fromEntries(["greeting", "missing", "unclear", "refused", "closing", "item"]
  .map(name => [name, word(name)]))

let answers = {}
/* The message as the answers make it. */
let written = ""
let keep

/* The message as the reader changed it. */
const rewritten = () => text.value === written ? undefined : text.value
const stateOf = () => ({ answers, fields: Object.fromEntries(fields.map(({ dataset, value }) => [dataset.name, value])), text: rewritten() })
const isEmpty = () => !Object.keys(answers).length && fields.every(({ value }) => !value) && !rewritten()

function render() {
  const judged = judge(items, answers)
  const answered = Object.keys(answers).length
  setText(one("[data-count]"), word("count", { n: answered, all: items.length }))
  setHidden(result, !answered)
  for (const { id, box, radios } of items) {
    box.checked = answers[id] === "yes"
    for (const radio of radios) radio.checked = radio.value === answers[id]
  }
  /* What the reader made of the message stays. */
  const own = rewritten() !== undefined
  written = message(judged, words)
  if (!own) text.value = written
  const shown = {
    blocking: judged.blocking.length,
    refused: judged.refused.length,
    asking: !judged.blocking.length && judged.missing.length + judged.unclear.length,
    open: judged.open.length,
    done: judged.done,
    message: written || own,
    own: judged.own.length,
    rewritten: own,
  }
  for (const element of whens) setHidden(element, !shown[element.dataset.when])
  setChildren(one("[data-blocking]"), judged.blocking.map(({ ask }) => ask), "li", setText)
  setHidden(one("[data-blocking]"), !judged.blocking.length)
  setText(one("[data-own]"), judged.own.map(({ ask }) => ask).join("、"))
  setText(one("[data-open]"), word("open", { n: judged.open.length }))
  const first = judged.blocking.length
  setHidden(bar, !answered)
  setText(bar.querySelector("a"), word(first ? "bar-blocking" : "bar", { n: answered, all: items.length, first }))
  grow(result)
}

function fillIn(kept) {
  answers = fitting(items, kept?.answers)
  text.value = written
  for (const field of fields) field.value = String(kept?.fields?.[field.dataset.name] ?? "")
  render()
  if (typeof kept?.text === "string") {
    text.value = kept.text
    render()
  }
  grow(article)
}

const DO = {
  copy: async button => {
    if (await copy(text.value, "", button.parentElement)) note(button, word("copied-message"))
  },
  rewrite: () => {
    text.value = written
    render()
    keep.save()
    text.focus()
  },
  print: button => printNow(button),
  again: () => {
    if (!confirm(word("again-ask"))) return
    fillIn()
    keep.save()
    items[0].radios[0].focus()
  },
}

/* The list, and the result beside it where there is room. */
function layOut() {
  const work = document.createElement("div")
  work.className = "tool__work tool__work--list"
  const list = document.createElement("div")
  const first = article.querySelector("#checklist")
  first.before(work)
  for (let next = first; next.id !== "missing"; next = work.nextElementSibling) list.append(next)
  list.append(bar)
  work.append(list, result)
}

function setUp() {
  keepBefore(article.querySelector(".next-step").closest("p"))
  layOut()
  keep = keeper({ stateOf, fillIn, isEmpty })
  article.addEventListener("change", ({ target }) => {
    if (target.type !== "radio" || !target.name.startsWith("answer-")) return
    answers = { ...answers, [target.name.slice("answer-".length)]: target.value }
    render()
    keep.save()
  })
  article.addEventListener("input", ({ target }) => {
    if (target.matches("[data-message]")) render()
    if (target.matches(".blank-field, [data-message]")) keep.save()
  })
  article.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]")
    if (button) DO[button.dataset.do](button)
  })
  grows(article)
  /* What was asked is what the reader said; the other side has not spoken yet. */
  carry(stateOf, keep.keepNow, go => { if (go === "log") handOver("log-entry", { channel: "app", from: "me", said: text.value }) })
  guard(() => !keep.isKept() && !isEmpty())
  tool.hidden = false
}

setUp()

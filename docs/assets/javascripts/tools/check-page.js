/*
 * The guided check on its page: asks the page's own questions one at a time, and leaves on the
 * screen the pieces of the page's advice that the answers lead to. Words stand in the page.
 */
import { adviceFor, choose, fitting, isUrgent } from "./check.js"
import { carry, received } from "./keep.js"
import { printNow } from "./paper.js"
import { handOver, keepInTab } from "./stores.js"
import { word } from "./words.js"

const tool = document.querySelector("[data-tool=check]")
const article = tool.closest("article")
const part = name => tool.querySelector(`[data-${name}]`)
const result = part("result")
const after = part("after")

/* What the page leaves to this script: before the links, which it has itself. */
const { content } = document.getElementById("check-words")
const made = selector => content.querySelector(selector).cloneNode(true)
const [bar, nav] = ["[data-bar]", "[data-nav]"].map(made)
result.before(bar, nav)
result.prepend(...made("[data-of=result]").childNodes)
after.querySelector("p").prepend(...made("[data-of=after]").childNodes)

/* The elements from a heading to the next one, or to the end of the text. */
function sectionOf(heading) {
  const found = [heading]
  let next = heading.nextElementSibling
  while (next && !next.matches("h2, h3, section, header") && !next.querySelector(".next-step")) {
    found.push(next)
    next = next.nextElementSibling
  }
  return found
}

function wrap(heading, tag) {
  const box = document.createElement(tag)
  heading.before(box)
  box.append(...sectionOf(heading))
  return box
}

/* An answer of the paper form, its box made to work. */
function optionOf(item, kind, id, index) {
  const box = item.querySelector("input")
  box.type = kind === "one" ? "radio" : "checkbox"
  box.name = id
  box.value = index
  box.disabled = false
  box.removeAttribute("aria-label")
  const label = document.createElement("label")
  const advice = [...item.querySelectorAll("a[href^='#']")].map(arrow => {
    arrow.classList.add("check__arrow")
    return arrow.hash.slice(1)
  })
  label.append(...item.childNodes)
  item.append(label)
  const { alone, urgent, unknown } = item.dataset
  return { advice, alone: Boolean(alone), urgent: Boolean(urgent), unknown: Boolean(unknown) }
}

function questionOf(heading) {
  const { id, dataset: { kind } } = heading
  const box = wrap(heading, "fieldset")
  box.className = "check__question"
  const legend = document.createElement("legend")
  legend.append(heading)
  box.prepend(legend)
  heading.tabIndex = -1
  const items = [...box.querySelectorAll("li")]
  return { id, kind, box, heading, options: items.map((item, i) => optionOf(item, kind, id, i)) }
}

const [askTitle, doTitle] = ["questions", "what-to-do"].map(id => document.getElementById(id))
const questions = [...article.querySelectorAll("h3[data-kind]")].map(questionOf)
const advice = new Map([...article.querySelectorAll("h2#what-to-do ~ h3[id]")]
  .map(heading => [heading.id, wrap(heading, "div")]))
for (const box of advice.values()) box.className = "check__advice"
const ask = wrap(askTitle, "div")
const lead = wrap(doTitle, "div")
const sources = [...article.querySelectorAll(".basis .fact")]

const START = { step: 0, view: "ask", answers: {} }
let state = START
/* Back, reload and a tab that was put to sleep find it again; the tab only. */
const keepNow = () => keepInTab("check", Object.values(state.answers).some(chosen => chosen.length) ? state : undefined)

function show(element, shown) {
  element.hidden = !shown
}

/* What rests on a source stands with it; other sources are of other advice. */
function showSources(shown) {
  const cited = new Set(shown.flatMap(id => [...advice.get(id).querySelectorAll("a.cite")])
    .map(cite => cite.hash.slice(1)))
  for (const source of sources) show(source, cited.has(source.id))
  const basis = sources[0]?.closest(".basis")
  if (basis) show(basis, cited.size > 0)
}

function render() {
  const { step, view, answers } = state
  const asking = view === "ask"
  const all = [...advice.keys()]
  const shown = view === "everything" ? all
    : asking ? [] : adviceFor(questions, answers, all, { first: view === "urgent" })
  questions.forEach(({ box, id }, i) => {
    show(box, asking && i === step)
    box.querySelectorAll("input").forEach((input, n) => { input.checked = (answers[id] ?? []).includes(n) })
  })
  for (const element of [ask, bar, nav]) show(element, asking)
  show(lead, view === "everything")
  show(result, !asking)
  show(after, !asking)
  for (const [id, box] of advice) show(box, shown.includes(id))
  showSources(shown)
  for (const line of [result, after].flatMap(box => [...box.querySelectorAll("[data-when]")])) {
    show(line, line.dataset.when.split(" ").includes(view))
  }
  part("count").textContent = word("count", { n: step + 1, all: questions.length })
  const last = step === questions.length - 1
  show(nav.querySelector("[data-do=back]"), step > 0)
  show(nav.querySelector("[data-do=next]"), !last)
  show(nav.querySelector("[data-do=finish]"), last)
}

function go(change, focus = true) {
  state = { ...state, ...change }
  render()
  keepNow()
  if (!focus) return
  const target = state.view === "ask" ? questions[state.step].heading : result.querySelector("h2:not([hidden])")
  target.focus({ preventScroll: true })
  target.scrollIntoView({ block: "start" })
}

const DO = {
  back: () => go({ step: state.step - 1 }),
  next: () => isUrgent(questions[state.step], state.answers) ? go({ view: "urgent" }) : go({ step: state.step + 1 }),
  finish: () => go({ view: "all" }),
  "go-on": () => go(state.step < questions.length - 1 ? { view: "ask", step: state.step + 1 } : { view: "all" }),
  change: () => go({ view: "ask", step: 0 }),
  again: () => go(START),
  everything: () => go({ view: "everything" }),
  print: button => printNow(button),
}

/* A link to a piece of advice, from a chat or from the paper form's arrows, shows it. */
function followAddress() {
  const id = decodeURIComponent(location.hash.slice(1))
  const step = questions.findIndex(question => question.id === id)
  if (step >= 0) go({ view: "ask", step })
  else if (advice.has(id) || id === doTitle.id) {
    go({ view: "everything" }, false)
    document.getElementById(id).scrollIntoView()
  }
}

function setUp() {
  bar.before(ask)
  nav.before(...questions.map(({ box }) => box))
  result.after(lead)
  tool.after(...advice.values(), after)
  article.addEventListener("change", ({ target }) => {
    const question = questions.find(({ id }) => id === target.name)
    if (!question) return
    const chosen = state.answers[question.id] ?? []
    const now = choose(question, chosen, Number(target.value), target.checked)
    go({ answers: { ...state.answers, [question.id]: now } }, false)
  })
  article.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]")
    if (button) DO[button.dataset.do]?.(button)
  })
  addEventListener("hashchange", followAddress)
  /* Deleted on another page meanwhile. */
  addEventListener("pageshow", ({ persisted }) => { if (persisted && !received("check")) go(START, false) })
  const found = received("check")
  const kept = found?.state ?? found
  if (kept) {
    const step = Number.isInteger(kept.step) && questions[kept.step] ? kept.step : 0
    const view = ["ask", "urgent", "all", "everything"].includes(kept.view) ? kept.view : "ask"
    state = { step, view, answers: fitting(questions, kept.answers) }
  }
  carry(() => state, keepNow, go => { if (go === "log") handOver("log-entry", { channel: "sms", from: "them" }) })
  show(tool, true)
  render()
  /* After Back and reload the address names what the reader scrolled past last, which is no link
   * that was followed. */
  const [visit] = performance.getEntriesByType("navigation")
  if (!kept || visit?.type === "navigate") followAddress()
}

setUp()

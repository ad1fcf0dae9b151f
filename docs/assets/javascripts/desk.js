/*
 * The agents' desk: finds by typing in either script, copies in one action. The list of pages
 * stands in the page; words stand in <template id="desk-words">.
 */
import { answers } from "./asked.js"
import { copy, shortLink } from "./share.js"
import { bestOf, variants } from "./sms.js"

const words = document.getElementById("desk-words").content
const desk = document.querySelector("[data-desk]")
const tools = desk.querySelector(".desk__tools")
const query = desk.querySelector("#desk-query")
const section = desk.querySelector("#desk-section")
const count = desk.querySelector("[data-count]")
const rows = [...desk.querySelectorAll("[data-page]")]

/* What is found and copied has an attribute by its script. The words of the other one stand in
 * <template id="desk-finds">, with the sections: a list for each row, in their order. */
const [script, otherScript] = document.documentElement.lang === "zh-Hans" ? ["hans", "hant"] : ["hant", "hans"]
const finds = new Map([...document.getElementById("desk-finds").content.children].map((list, place) => [rows[place], list]))

function name(linked, title, about, { titleOther, aboutOther }) {
  linked.setAttribute(`data-title-${script}`, title)
  linked.setAttribute(`data-title-${otherScript}`, titleOther)
  if (!about) return
  linked.setAttribute(`data-about-${script}`, about)
  linked.setAttribute(`data-about-${otherScript}`, aboutOther)
}

function sectionItem(found, pageLink) {
  const item = document.createElement("li")
  const title = document.createElement("span")
  const link = pageLink.cloneNode(true)
  item.dataset.link = ""
  name(item, found.textContent, "", found.dataset)
  title.className = "desk__name"
  title.textContent = found.textContent
  link.hash = found.dataset.anchor
  link.textContent += `#${found.dataset.anchor}`
  item.append(title, " ", link)
  addButtons(item)
  return item
}

/* Hundreds of sections, most of them for nobody: made when they are to be seen. */
function sectionsOf(row) {
  const list = row.querySelector("details:not(.desk__code) ul")
  if (list && !list.children.length) {
    const pageLink = row.querySelector("[data-short]")
    list.append(...[...finds.get(row).children].map(found => sectionItem(found, pageLink)))
  }
  return list ? [...list.children] : []
}

const plain = text => text.normalize("NFKC").toLowerCase()

/* At most so many pages when the words themselves stand nowhere. */
const NEAREST = 3
/* Rows that get their buttons in one frame. */
const AT_ONCE = 6

const titlesOf = found => plain(`${found.textContent}\n${found.dataset.titleOther}`)
/* All that a page can be found by, in both scripts; its sections too. */
function textOf(row) {
  const url = shortLink(row.querySelector("[data-short]"))
  const { children, dataset } = finds.get(row)
  const sections = [...children].map(found => `${titlesOf(found)}\n${url}#${found.dataset.anchor}`)
  return plain([...Object.values(row.dataset), url, dataset.aliases, ...sections].join("\n"))
}
let texts

const addressOf = row => row.querySelector(".desk__title a").href

/* Shows the rows that `fits` accepts, opened at the sections that `meant` accepts. */
function show(fits, meant, said) {
  let found = 0
  for (const part of desk.querySelectorAll(".desk__section")) {
    const wanted = !section.value || part.dataset.section === section.value
    let here = 0
    for (const row of part.querySelectorAll("[data-page]")) {
      row.hidden = !wanted || !fits(row)
      here += !row.hidden
      const places = [...finds.get(row).children].map(each => !row.hidden && meant(each, row))
      const list = row.querySelector("details:not(.desk__code)")
      if (!list) continue
      list.open = places.includes(true)
      if (list.querySelector("li") || list.open) {
        sectionsOf(row).forEach((item, place) => item.classList.toggle("desk__meant", places[place]))
      }
    }
    part.hidden = !here
    found += here
  }
  const text = words.querySelector(found ? said : "[data-none]").textContent
  count.textContent = text.replace("{n}", found)
  return found
}

async function find() {
  const asked = plain(query.value).split(/\s+/).filter(Boolean)
  const holds = text => asked.every(word => text.includes(word))
  if (asked.length && !texts) texts = new Map(rows.map(row => [row, textOf(row)]))
  const inTitle = each => asked.length > 0 && holds(titlesOf(each))
  const found = show(row => !asked.length || holds(texts.get(row)), inTitle, "[data-count-words]")
  if (found || !asked.length) return
  const typed = query.value
  const pages = (await answers(typed)).slice(0, NEAREST)
  if (typed !== query.value) return
  const best = new Set(pages.map(([first]) => first))
  const near = new Set(pages.flat().map(address => address.split("#")[0]))
  const isBest = (each, row) => best.has(`${addressOf(row)}#${each.dataset.anchor}`)
  show(row => near.has(addressOf(row)), isBest, "[data-near]")
}

/* Titles and descriptions of a row or a section in the chosen script or in both. */
function chosen(linked) {
  const choice = tools.elements.script.value
  const scripts = choice === "both" ? ["hant", "hans"] : [choice]
  const both = name => scripts.map(each => linked.getAttribute(`data-${name}-${each}`) ?? "")
  return { titles: both("title"), abouts: both("about") }
}

function sizeOf(node, { length, parts }) {
  for (const [name, shown] of [["[data-one]", parts === 1], ["[data-more]", parts > 1]]) {
    const size = node.querySelector(name)
    if (shown) size.textContent = size.textContent.replace("{n}", length).replace("{parts}", parts)
    else size.remove()
  }
  return node.querySelector(".desk__size").textContent
}

function variantLine(variant) {
  const line = words.querySelector("[data-variant]").cloneNode(true)
  line.querySelector("[data-text]").textContent = variant.text
  const size = sizeOf(line, variant)
  line.querySelector("button").addEventListener("click", event => {
    copy(variant.text, "sms", event.target, size)
  })
  return { line, size }
}

/* The best first, for it is copied at once; below it the others. */
function sms(linked, buttons, found) {
  desk.querySelector(".desk__sms")?.remove()
  const panel = words.querySelector(".desk__sms").cloneNode(true)
  const best = bestOf(found)
  const lines = [best, ...found.filter(variant => variant !== best)].map(variantLine)
  panel.querySelector("ul").append(...lines.map(({ line }) => line))
  const opener = document.activeElement
  const close = () => {
    panel.remove()
    opener.focus()
  }
  panel.querySelector("[data-close]").addEventListener("click", close)
  panel.addEventListener("keydown", event => {
    if (event.key === "Escape") close()
  })
  buttons.after(panel)
  copy(best.text, "sms", buttons, lines[0].size)
}

function addButtons(linked) {
  const buttons = words.querySelector(".desk__buttons").cloneNode(true)
  const title = linked.getAttribute(`data-title-${script}`)
  for (const button of buttons.children) {
    button.setAttribute("aria-label", `${button.textContent}：${title}`)
  }
  const link = linked.querySelector("[data-short]")
  buttons.addEventListener("click", event => {
    const kind = event.target.closest("[data-copy]")?.dataset.copy
    const { titles, abouts } = chosen(linked)
    const url = shortLink(link)
    if (kind === "link") copy(url, kind, buttons)
    if (kind === "title") copy([...new Set([...titles, url])].join("\n"), kind, buttons)
    if (kind === "sms") sms(linked, buttons, variants(titles, abouts, url))
  })
  const place = linked.querySelector(".desk__short")
  if (place) place.after(buttons)
  else linked.append(buttons)
}

function addSections(row) {
  const { length } = finds.get(row).children
  if (!length) return
  const list = words.querySelector("[data-sections]").cloneNode(true)
  const summary = list.querySelector("summary")
  summary.textContent = summary.textContent.replace("{n}", length)
  list.addEventListener("toggle", () => sectionsOf(row), { once: true })
  row.append(list)
}

const unready = [...rows]

function makeReady(row) {
  const text = selector => row.querySelector(selector).textContent
  name(row, text(".desk__title"), text(".desk__about"), finds.get(row).dataset)
  addButtons(row)
  addSections(row)
}

/* Some in each frame: whoever scrolls meanwhile is not held up. */
function makeSomeReady() {
  unready.splice(0, AT_ONCE).forEach(makeReady)
  if (unready.length) requestAnimationFrame(makeSomeReady)
}

function setUp() {
  for (const part of desk.querySelectorAll(".desk__section")) {
    section.append(new Option(part.querySelector("h3").textContent, part.dataset.section))
  }
  tools.elements.script.value = script
  tools.addEventListener("input", () => {
    unready.splice(0).forEach(makeReady)
    find()
  })
  tools.addEventListener("submit", event => event.preventDefault())
  query.addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.isComposing) return
    query.value = ""
    section.value = ""
    find()
  })
  tools.hidden = false
  find()
  makeSomeReady()
}

setUp()

/*
 * The row under the title: larger text, and the page read out by voices of the device itself. All
 * that a page pays for it is this file; what reads (listen/player.js) comes when it is asked for.
 */
const SIZE = "text-size"
const SIZES = ["text-large", "text-largest"]
const CHINESE = /^(?:zh|zho|cmn|yue)(?![a-z])/i
/* Some browsers tell of their voices late, and some never say that they have come. */
const LATE = 2000

const row = document.querySelector("[data-reading]")
const template = document.getElementById("reading-words").content
const hear = row.querySelector("[data-hear]")
const [drawing, kept, fault] = ["svg", ".reading__keep", "[data-hear-fault]"].map(
  part => template.querySelector(part).cloneNode(true))
const keep = kept.querySelector("input")
const { classList } = document.documentElement
const synth = self.speechSynthesis

/* In the tab, so that the next page has it; in the browser only where the reader ticks that. */
const choices = {
  recall: key => sessionStorage.getItem(key) || localStorage.getItem(key) || "",
  isKept: key => localStorage.getItem(key) !== null,

  /* An empty value leaves nothing behind. Whether the browser keeps it now: not the memory that
   * storage.js puts in the place of what it refuses. */
  remember(key, value, always) {
    try {
      for (const [storage, wanted] of [[sessionStorage, value], [localStorage, always && value]]) {
        if (wanted) storage.setItem(key, wanted)
        else storage.removeItem(key)
      }
      return Boolean(always && value) && localStorage instanceof Storage
    } catch {
      return false
    }
  },
}

hear.prepend(drawing)
row.append(kept, fault)
row.classList.add("reading--made")

/* ---- larger text ---- */

const sizeNow = () => SIZES.find(name => classList.contains(name)) || ""

function showSize() {
  for (const button of row.querySelectorAll("[data-size]")) {
    button.setAttribute("aria-pressed", String(button.dataset.size === sizeNow()))
  }
}

function setSize(size) {
  classList.remove(...SIZES)
  if (SIZES.includes(size)) classList.add(size)
  showSize()
}

/* The plain size is gone back to: nothing is left of another one. */
function rememberSize() {
  keep.checked = choices.remember(SIZE, sizeNow(), keep.checked)
}

row.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-size]")
  if (!button) return
  setSize(button.dataset.size)
  rememberSize()
})
keep.addEventListener("change", rememberSize)
keep.checked = choices.isKept(SIZE)
showSize()
/* Back to a page that the browser has put by, from one where it was changed. */
addEventListener("pageshow", ({ persisted }) => persisted && setSize(choices.recall(SIZE)))

/* ---- hearing the page ---- */

const voices = () => synth.getVoices().filter(({ localService, lang }) => localService && CHINESE.test(lang))
const offer = () => row.classList.toggle("reading--heard", voices().length > 0)
let coming
let player

function load() {
  coming = coming || import("./listen/player.js").then(made => {
    player = made.player({ opener: hear, template, voices, choices })
  }, () => {
    /* Without a network, and not kept: the next press tries again. */
    coming = undefined
  })
  return coming
}

async function begin() {
  fault.hidden = true
  if (!player) {
    /* An iPhone speaks for the first time only within a press. */
    synth.speak(new SpeechSynthesisUtterance(""))
    await load()
  }
  fault.hidden = Boolean(player)
  if (player) player.start()
}

if (synth) {
  offer()
  if (synth.addEventListener) synth.addEventListener("voiceschanged", offer)
  setTimeout(offer, LATE)
  /* On its way before the press is over. */
  for (const sign of ["pointerdown", "focus"]) hear.addEventListener(sign, load)
  hear.addEventListener("click", begin)
}

/*
 * Reads the page, sentence by sentence, with a bar of buttons. Browsers differ most in pausing
 * (Android ends what it should hold, iPhones never go on), so that a pause here is an end: what
 * was being said begins anew. In the same way an end that is never told of is noticed.
 */
import { marker } from "./mark.js"
import { sentencesOf } from "./page-text.js"
import { kindOf, ordered } from "./voices.js"

const CHOICE = "listen"
/* Milliseconds: some browsers lose what follows a cancel at once; how often to look whether one
 * still speaks; how long a sentence may take, at first and for each character. */
const REST = 80
const LOOK = 500
const SLOWEST = { start: 8000, character: 700 }
const CALLED_OFF = ["interrupted", "canceled"]

/* What is said, from attributes: `data-text-point` is `point`. */
function wordsOf({ dataset }) {
  const texts = Object.entries(dataset).filter(([name]) => name.startsWith("text"))
  const words = Object.fromEntries(texts.map(([name, text]) => [name.slice(4).toLowerCase(), text]))
  return { ...words, signs: words.signs.split("、") }
}

/*
 * `opener` is the button that began it, and gets the focus back; `template` holds the bar and the
 * words; `voices()` gives those that may read, `choices` keeps what the reader chose.
 */
export function player({ opener, template, voices, choices }) {
  const synth = self.speechSynthesis
  const bar = template.querySelector("[data-listen]").cloneNode(true)
  const words = wordsOf(bar)
  const one = name => bar.querySelector(`[data-listen-${name}]`)
  const pause = one("pause")
  const fault = one("fault")
  const rate = one("rate")
  const voice = one("voice")
  const keep = one("keep")
  const labels = [pause.textContent, pause.dataset.textGoOn]
  const marks = marker(bar)

  let sentences = []
  let at = 0
  let isReading = false
  /* Each sentence that is begun is a turn: what an earlier one still tells is no news. */
  let turn = 0
  let utterance
  let watch

  /* ---- speaking ---- */

  function hush() {
    turn += 1
    clearInterval(watch)
    synth.cancel()
  }

  function show() {
    pause.textContent = labels[isReading ? 0 : 1]
  }

  function hold(problem = false) {
    hush()
    isReading = false
    fault.hidden = !problem
    show()
  }

  function begin() {
    const mine = turn
    const over = () => mine === turn && step(1)
    /* Held on to: Chrome forgets an utterance, and its events, that nobody holds. */
    utterance = new SpeechSynthesisUtterance(sentences[at].said)
    utterance.voice = chosen()
    utterance.lang = utterance.voice ? utterance.voice.lang.replace("_", "-") : document.documentElement.lang
    utterance.rate = Number(rate.value)
    utterance.onend = over
    utterance.onerror = ({ error }) => mine === turn && hold(!CALLED_OFF.includes(error))
    watchOver(utterance, over)
    if (synth.paused) synth.resume()
    synth.speak(utterance)
  }

  /* Nobody speaks any more, or for much too long, and no end was told. */
  function watchOver({ text, rate: speed }, over) {
    const latest = performance.now() + (SLOWEST.start + SLOWEST.character * text.length) / speed
    let silent = 0
    watch = setInterval(() => {
      silent = synth.speaking || synth.pending ? 0 : silent + 1
      if (silent > 3 || performance.now() > latest) over()
    }, LOOK)
  }

  function read(wasPressed) {
    hush()
    isReading = true
    fault.hidden = true
    show()
    marks.mark(sentences[at], wasPressed)
    const mine = turn
    setTimeout(() => mine === turn && begin(), REST)
  }

  function step(by, wasPressed = false) {
    const next = at + by
    if (next >= sentences.length && !wasPressed) return stop()
    at = Math.min(Math.max(next, 0), sentences.length - 1)
    if (isReading) read(wasPressed)
    else marks.mark(sentences[at], wasPressed)
  }

  /* ---- beginning and ending ---- */

  function stop() {
    hush()
    isReading = false
    marks.clear()
    const hadFocus = bar.contains(document.activeElement)
    bar.remove()
    opener.setAttribute("aria-expanded", "false")
    if (hadFocus) opener.focus({ preventScroll: true })
  }

  function start() {
    if (bar.isConnected) return stop()
    sentences = sentencesOf(opener.closest("article"), words)
    at = 0
    fillVoices()
    opener.closest("[data-reading]").after(bar)
    opener.setAttribute("aria-expanded", "true")
    pause.focus({ preventScroll: true })
    isReading = true
    show()
    marks.mark(sentences[at], true)
    /* Within the press: an iPhone speaks for the first time only there. */
    turn += 1
    begin()
  }

  /* ---- what the reader chooses ---- */

  const chosen = () => voices().find(({ voiceURI }) => voiceURI === voice.value) || voices()[0]

  function fillVoices() {
    const wanted = voice.value || kept().voice
    const known = ordered(voices(), navigator.languages, document.documentElement.lang)
    voice.replaceChildren(...known.map(({ name, lang, voiceURI }) =>
      new Option(`${words[kindOf(lang)]}：${name}`, voiceURI, false, voiceURI === wanted)))
    voice.hidden = known.length < 2
  }

  function kept() {
    try {
      return { ...JSON.parse(choices.recall(CHOICE)) }
    } catch {
      return {}
    }
  }

  function remember() {
    const value = JSON.stringify({ voice: voice.value, rate: rate.value })
    keep.checked = choices.remember(CHOICE, value, keep.checked)
  }

  function change() {
    remember()
    if (isReading) read(false)
  }

  /* ---- the bar ---- */

  const act = { pause: () => isReading ? hold() : read(true), previous: () => step(-1, true), next: () => step(1, true), stop }
  for (const [name, does] of Object.entries(act)) one(name).addEventListener("click", does)
  rate.addEventListener("change", change)
  voice.addEventListener("change", change)
  keep.addEventListener("change", remember)
  bar.addEventListener("keydown", event => {
    if (event.key !== "Escape") return
    event.stopPropagation()
    stop()
  })
  const before = kept().rate
  if ([...rate.options].some(({ value }) => value === before)) rate.value = before
  keep.checked = choices.isKept(CHOICE)
  if (synth.addEventListener) synth.addEventListener("voiceschanged", fillVoices)
  addEventListener("pagehide", () => bar.isConnected && stop())

  return { start }
}

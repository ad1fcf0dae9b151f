/*
 * How many messages a text becomes, as operators count (3GPP TS 23.038, 23.040): in the
 * alphabet of GSM where that holds all of it, otherwise in UCS-2, by units of UTF-16.
 */

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
)
/* With an escape before each. */
const EXTENSION = new Set("\f^{}\\[~]|€")

const GSM = { whole: 160, part: 153 }
const UCS2 = { whole: 70, part: 67 }

/* Parts that hold the given pieces; a piece (a surrogate pair, an escape) is never cut. */
function partsOf(sizes, limit) {
  let parts = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > limit) {
      parts += 1
      used = 0
    }
    used += size
  }
  return parts
}

/* { encoding, length, parts } of a text. */
export function measure(text) {
  const characters = [...text]
  const gsm = characters.every(character => BASIC.has(character) || EXTENSION.has(character))
  const sizes = characters.map(character => gsm ? 1 + EXTENSION.has(character) : character.length)
  const length = sizes.reduce((sum, size) => sum + size, 0)
  const { whole, part } = gsm ? GSM : UCS2
  const parts = length <= whole ? 1 : partsOf(sizes, part)
  return { encoding: gsm ? "GSM-7" : "UCS-2", length, parts }
}

const unique = texts => [...new Set(texts.filter(Boolean))]

/*
 * The texts in which a link is sent, each { name, text, encoding, length, parts }; the first is the
 * one to copy. `titles` and `fuller` have one for each script that is wanted; `fuller` says more
 * than the title, and holds it. A title is never left out for want of room.
 */
export function textsOf(format, titles, fuller, url) {
  /* The address stands alone at the end: what follows it would be taken for a part of it. */
  const named = {
    full: [...unique(fuller), url].join("\n"),
    title: [...unique(titles), url].join("\n"),
    link: url,
  }
  const texts = Object.entries(named).map(([name, text]) => ({ name, text, ...measure(text) }))
  if (format !== "sms") return texts.filter(({ name }) => name === format)
  const best = texts[0].parts === 1 || texts[0].text === texts[1].text ? texts[0] : texts[1]
  return [best, ...texts.filter(each => each.text !== best.text)]
}

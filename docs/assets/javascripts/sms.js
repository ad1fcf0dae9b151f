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

/* The texts for a link, the fullest first: `titles` and `abouts` one for each script. */
export function variants(titles, abouts, url) {
  const unique = texts => [...new Set(texts.filter(Boolean))]
  const title = unique(titles).join("\n")
  const about = unique(titles.map((text, i) => abouts[i] ? `${text}：${abouts[i]}` : "")).join("\n")
  /* The address stands alone at the end: what follows it would be taken for a part of it. */
  return unique([about && `${about} ${url}`, title && `${title} ${url}`, url])
    .map(text => ({ text, ...measure(text) }))
}

/* The fullest that fits one message; the shortest where none does. */
export function bestOf(found) {
  return found.find(({ parts }) => parts === 1) ?? found.at(-1)
}

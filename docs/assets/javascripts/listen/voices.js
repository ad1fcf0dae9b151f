/*
 * Which of the device's voices read the guide, the likeliest first: of the reader's own region, then
 * of the edition. Written Chinese is read by voices of Mandarin and of Cantonese.
 */

/* zh-HK, yue, cmn-Hans-CN; with low lines on Android. */
const CANTONESE = /^yue|[-_](?:hk|mo)(?![a-z])/i
const TAIWAN = /[-_](?:tw|hant)(?![a-z])/i

export function kindOf(tag) {
  if (CANTONESE.test(tag)) return "hk"
  return TAIWAN.test(tag) ? "tw" : "cn"
}

/* `languages` are the reader's, `edition` is zh-Hant or zh-Hans. */
export function ordered(voices, languages, edition) {
  const chinese = languages.filter(tag => /^(?:zh|yue|cmn)(?![a-z])/i.test(tag))
  const wanted = [...chinese, edition].map(kindOf)
  const rank = ({ lang }) => (wanted.indexOf(kindOf(lang)) + 1) || wanted.length + 1
  return [...voices].sort((one, other) => rank(one) - rank(other) || other.default - one.default)
}

/*
 * Says beside a fact when it was checked too long ago, by the reader's own clock: kept guides are
 * read for years. How long each kind of fact holds, and the words, stand in #age-words
 * (docs/_data/ages.yml). A clock that stands before the check is wrong, and says nothing.
 */
const kinds = new Map(
  [...document.getElementById("age-words").content.children].map(kind => [kind.dataset.age, kind]),
)
const today = new Date()

function monthsSince(date) {
  const [year, month, day] = date.split("-").map(Number)
  const months = (today.getFullYear() - year) * 12 + today.getMonth() + 1 - month
  return today.getDate() < day ? months - 1 : months
}

function say(words, months, after) {
  if (!words) return
  const note = words.cloneNode(true)
  note.textContent = note.textContent.replace("{n}", months)
  after.append(note)
}

for (const time of document.querySelectorAll(".cite > time, .fact time")) {
  const kind = kinds.get(time.dataset.age ?? "")
  const months = monthsSince(time.textContent)
  if (!kind || !(months >= kind.dataset.months)) continue
  if (time.parentNode.matches(".cite")) say(kind.querySelector("span"), months, time.parentNode)
  else say(kind.querySelector("p"), months, time.closest(".fact"))
}

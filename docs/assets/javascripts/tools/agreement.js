/*
 * The agreement checklist without its page: what is missing, and the message that asks for it.
 * No words and no DOM.
 *
 * An item is { id, ask, kind }: "must" has to be there before the first payment, "never" must not
 * be there, "own" is the reader's own business and never asked of the other side; others should be
 * there. Answers are "yes", "no" or "unclear" by the id of the item; for "never" items "yes" says,
 * as the list does, that the agreement is free of it.
 */

export const ANSWERS = ["yes", "no", "unclear"]

/* { open, missing, unclear, refused, own, blocking, done }: lists of items. `blocking` are those
 * without which nothing should be paid. */
export function judge(items, answers) {
  const asked = items.filter(({ kind }) => kind !== "own")
  const answered = (answer, list) => list.filter(({ id }) => answers[id] === answer)
  const wanted = asked.filter(({ kind }) => kind !== "never")
  const never = asked.filter(({ kind }) => kind === "never")
  const missing = answered("no", wanted)
  const unclear = answered("unclear", asked)
  const refused = answered("no", never)
  return {
    open: items.filter(({ id }) => !ANSWERS.includes(answers[id])),
    missing,
    unclear,
    refused,
    own: items.filter(({ id, kind }) => kind === "own" && ["no", "unclear"].includes(answers[id])),
    blocking: [...missing, ...unclear].filter(({ kind }) => kind === "must").concat(refused),
    done: items.length > 0 && items.every(({ id }) => answers[id] === "yes"),
  }
}

/* The message, or "" where nothing is to be asked. `words` are the page's: greeting, missing,
 * unclear, refused, closing, and `item`, a line with {n} and {ask}. Numbered in one go, so that an
 * answer can name a number. */
export function message(judged, words) {
  let n = 0
  const line = ({ ask }) => words.item.replace("{n}", () => ++n).replace("{ask}", () => ask)
  const parts = ["missing", "unclear", "refused"].filter(name => judged[name].length)
  if (!parts.length) return ""
  const lists = parts.map(name => [words[name], ...judged[name].map(line)].join("\n"))
  return [words.greeting, ...lists, words.closing].join("\n")
}

/* Answers kept from before: what no longer fits the list is left out. */
export function fitting(items, kept) {
  return Object.fromEntries(items.map(({ id }) => [id, kept?.[id]]).filter(([, answer]) => ANSWERS.includes(answer)))
}

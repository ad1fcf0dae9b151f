/*
 * The guided check of an SMS without its page. It never judges the SMS: answers lead to pieces
 * of advice, and these stand in the order of the page, the urgent ones first. No words, no DOM.
 *
 * `questions` is [{ id, kind, options }] in order; an option is { advice, urgent, alone, unknown }:
 * `advice` the ids it leads to, `alone` excludes the others of its question, `unknown` is what no
 * answer counts as. `answers` holds the indexes chosen: { [question id]: [0, 2] }.
 */

/* The indexes chosen once `index` is pressed. */
export function choose({ kind, options }, chosen, index, on) {
  if (!on) return chosen.filter(other => other !== index)
  if (kind === "one" || options[index].alone) return [index]
  return [...chosen.filter(other => !options[other].alone), index].sort((a, b) => a - b)
}

const chosenOf = ({ id, options }, answers) => (answers[id] ?? []).map(i => options[i]).filter(Boolean)

/* Whether a question was answered so that nothing else matters until that is seen to. */
export function isUrgent(question, answers) {
  return chosenOf(question, answers).some(({ urgent }) => urgent)
}

/* The ids of the advice for the questions asked so far, in the order of `all`. With an urgent
 * answer only what is urgent, as long as `first` is set. */
export function adviceFor(questions, answers, all, { first = false } = {}) {
  const options = questions.flatMap(question => {
    const chosen = chosenOf(question, answers)
    return chosen.length ? chosen : question.options.filter(({ unknown }) => unknown)
  })
  const wanted = new Set(options.filter(({ urgent }) => urgent || !first).flatMap(({ advice }) => advice))
  return all.filter(id => wanted.has(id))
}

/* Answers kept from before: what no longer fits the questions is left out. */
export function fitting(questions, kept) {
  const entries = questions.map(({ id, kind, options }) => {
    const found = Array.isArray(kept?.[id]) ? kept[id].filter(i => Number.isInteger(i) && options[i]) : []
    const once = [...new Set(found)]
    return [id, kind === "one" || once.some(i => options[i].alone) ? once.slice(0, 1) : once]
  })
  return Object.fromEntries(entries)
}

/*
 * The call script without its page: the clock of the call, and the entry of the log that a call
 * becomes. No words and no DOM.
 */

const pad = number => String(number).padStart(2, "0")

/* "07:05", and "1:07:05" after an hour; never negative, as clocks of phones are set right. */
export function clock(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const hours = Math.floor(seconds / 3600)
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
  return hours ? `${hours}:${rest}` : rest
}

/* A reader who listens to a person is not told the time every second: the minutes to say, or 0. */
export const EVERY = 5
export function minutesToSay(before, now) {
  const steps = time => Math.floor(time / 60000 / EVERY)
  return steps(now) > steps(before) ? steps(now) * EVERY : 0
}

/* Day and minute in the reader's own time, as the log writes them. */
export function moment(date) {
  return {
    date: `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`,
    time: `${pad(date.getHours())}:${pad(date.getMinutes())}`,
  }
}

/* The entry of a call. `heard` is [{ question, answer }]; an empty answer to a question is no
 * line. `words` are the page's: line, with {question} and {answer}; lasted, with {clock}; and
 * mine, with {date}. */
export function entryOfCall({ started, lasted, who, person, number, heard, notes, reply }, words) {
  const lines = heard
    .filter(({ answer }) => answer.trim())
    .map(({ question, answer }) => words.line.replace("{question}", () => question).replace("{answer}", () => answer.trim()))
  if (notes.trim()) lines.push(notes.trim())
  if (lasted) lines.push(words.lasted.replace("{clock}", clock(lasted)))
  return {
    ...moment(started),
    from: "me",
    channel: "phone",
    who: who.trim(),
    person: person.trim(),
    number: number.trim(),
    said: lines.join("\n"),
    mine: reply ? words.mine.replace("{date}", () => reply) : "",
  }
}

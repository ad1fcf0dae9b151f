/*
 * Days of the calendar as "2027-01-12": no times and no time zones. Arithmetic is that of UTC,
 * where every day has 24 hours.
 */
const DAY = 86400000
const number = text => Date.parse(`${text}T00:00:00Z`)
const text = number => new Date(number).toISOString().slice(0, 10)

/* Whether there is such a day. */
export function isDay(day) {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(number(day)) && text(number(day)) === day
}

export const addDays = (day, days) => text(number(day) + days * DAY)

/* 0 for Sunday to 6 for Saturday. */
export const weekday = day => new Date(number(day)).getUTCDay()
export const isWeekend = day => weekday(day) % 6 === 0

/* Today, where the reader is. */
export function today(now = new Date()) {
  return text(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()))
}

const pad = part => String(part).padStart(2, "0")

/* The day `nth` of the month `months` after that of `day`; the last one of a shorter month. */
export function nthOfMonth(day, months, nth) {
  const since = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const [year, month] = [Math.floor(since / 12), since % 12 + 1]
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return `${year}-${pad(month)}-${pad(Math.min(nth, last))}`
}

/*
 * The due days of a rule, none before `rule.from`, as a function of their number from 0 on:
 * { period: "week" | "two-weeks", from }: from that day on;
 * { period: "month", from, nth }: on the nth of each month;
 * { period: "month", from, payday, after }: `after` days after payday, the nth of each month.
 */
export function dueDays({ period, from, nth, payday, after }) {
  if (period !== "month") {
    const step = period === "week" ? 7 : 14
    return number => addDays(from, number * step)
  }
  const dueIn = months => payday ? addDays(nthOfMonth(from, months, payday), after) : nthOfMonth(from, months, nth)
  let first = -2
  while (dueIn(first) < from) first += 1
  return number => dueIn(first + number)
}

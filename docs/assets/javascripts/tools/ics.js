/*
 * Reminders for a calendar (RFC 5545): whole days, with an alarm the day before.
 */
const bytes = text => new TextEncoder().encode(text).length
/* What is pasted may hold characters that no line may have. */
const escaped = text => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n").replace(/\p{Cc}/gu, " ")

/* Lines have at most 75 octets; what is longer goes on after a blank, no character cut in two. */
function folded(line) {
  const lines = [""]
  for (const char of line) {
    const room = lines.length > 1 ? 74 : 75
    if (bytes(lines.at(-1) + char) > room) lines.push("")
    lines[lines.length - 1] += char
  }
  return lines.join("\r\n ")
}

const compact = day => day.replaceAll("-", "")
const dayAfter = day => new Date(Date.parse(`${day}T00:00:00Z`) + 86400000).toISOString().slice(0, 10)

/* 64 bits of FNV-1a over UTF-8 as hex: tells debts apart and says nothing of them. */
function hash(text) {
  let value = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n)
  return value.toString(16)
}

/*
 * A calendar of `events` [{ day, title, note }]; `name` is that of the guide, `made` a moment
 * as "20261124T080000Z", `debt` what tells this debt from others. The same instalment of the same
 * debt has the same id, so that a second import changes it instead of doubling it.
 */
export function calendar(events, { name, made, debt }) {
  const of = hash(debt)
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${escaped(name)}//ZH`, "CALSCALE:GREGORIAN"]
  events.forEach(({ day, title, note }, i) => lines.push(
    "BEGIN:VEVENT",
    `UID:repayment-${of}-${i + 1}@guide.invalid`,
    `DTSTAMP:${made}`,
    `DTSTART;VALUE=DATE:${compact(day)}`,
    `DTEND;VALUE=DATE:${compact(dayAfter(day))}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(note)}`,
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(title)}`,
    "TRIGGER:-PT15H",
    "END:VALARM",
    "END:VEVENT",
  ))
  return `${[...lines, "END:VCALENDAR"].map(folded).join("\r\n")}\r\n`
}

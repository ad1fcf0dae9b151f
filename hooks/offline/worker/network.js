/* ---- what comes from the network, and whether it is ours ---- */

/* Every page of ours says so where it begins (hooks/delivery/page.py). */
const OURS = /^\s*<!doctype html>\s*<html\b[^>]*\bdata-guide\b/i
const BEGINNING = 512
const NAMED = /assets\/hashed\/[\w.-]+/g

const isHtml = answer => /html/i.test(answer.headers.get("content-type"))
/* A style, a script, data: a page in its place is a login page, or an error that says 200. */
const isFile = url => /\.(?!html?$)\w+$/.test(pathOf(url))
const asFile = answer => answer.ok && !isHtml(answer)

/* Of an answer that is left to be read. */
async function beginningOf(answer) {
  const reader = answer.clone().body.getReader()
  const decoder = new TextDecoder()
  let text = ""
  for (let part; text.length < BEGINNING && !(part = await reader.read()).done;) {
    text += decoder.decode(part.value, { stream: true })
  }
  reader.cancel()
  return text
}

/* A page whose styles and scripts are not on the host yet is half of a new version. */
async function isUploaded(text) {
  const names = [...new Set(text.match(NAMED))].filter(path => !FILES.has(ROOT + path))
  const answers = await Promise.all(names.map(path => fetch(ROOT + path, { method: "HEAD" })))
  return answers.every(asFile)
}

/* { answer, same }: what may be shown of a kept address, whole; `same` if it is what is kept. */
async function provenKept(answer, file) {
  if (!answer.ok) throw new Error(file)
  const bytes = await answer.arrayBuffer()
  const same = await hashOf(bytes) === files[file]
  if (!same) {
    const text = new TextDecoder().decode(bytes)
    const good = isFile(answer.url) ? asFile(answer) : OURS.test(text) && await isUploaded(text)
    if (!good) throw new Error(file)
  }
  return { answer: new Response(bytes, answer), same }
}

/* The same for all others: they come as they come, a page of ours that says 404 too. */
async function proven(answer, url) {
  const file = fileOf(url)
  if (file) return provenKept(answer, file)
  const good = isFile(url) && !isHtml(answer) ? answer.ok : OURS.test(await beginningOf(answer))
  if (!good) throw new Error(url)
  return { answer }
}

/* Where a host sends a reader is not told. So it is followed here, and there if that is ours. */
async function redirected(url) {
  const answer = await fetch(url, { mode: "same-origin" })
  if (!answer.url.startsWith(ROOT)) throw new Error(answer.url)
  await proven(answer, answer.url)
  return { answer: Response.redirect(answer.url) }
}

/* What may be shown of what the network gives for a page, or an error. */
async function fromNetwork(event) {
  const early = await event.preloadResponse
  /* Firefox gives an error here and calls it an answer. */
  const answer = early && early.type !== "error" ? early : await fetch(event.request)
  const { url } = event.request
  return answer.type === "opaqueredirect" ? redirected(url) : proven(answer, url)
}

/*
 * What the agents' desk knows of the pages. First come their titles, by which most are found, then
 * links.json with all else: of a large guide that is some hundred kilobytes. From a disk nothing
 * is fetched; there all of it comes as a script, which sets `guideLinks` (hooks/offline/disk.py).
 */
const settings = JSON.parse(document.getElementById("__config").textContent)
const link = document.querySelector("a[data-catalogue]")

/* Of the site; from a disk, of the one edition that is there. */
export const root = link ? new URL(".", link.href) : new URL(settings.base.replace(/\/?$/, "/"), location)

async function read(answer) {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`)
  return answer.json()
}

/* Entries like those of links.json, in reading order, with no more than ids, parts and titles. */
export async function readTitles() {
  if (!link) return []
  /* On its way since the page was drawn (start.js). */
  const early = self.deskTitles
  delete self.deskTitles
  const rows = await read(await (early ?? fetch(new URL("titles.json", root))))
  return rows.map(([id, section, hant, hans]) => ({
    id, section, aliases: [], anchors: [], editions: { "zh-Hant": { title: hant }, "zh-Hans": { title: hans } },
  }))
}

async function brought() {
  const script = document.createElement("script")
  script.src = new URL("links.js", root)
  await new Promise((done, fail) => {
    script.onload = done
    script.onerror = fail
    document.head.append(script)
  })
  return self.guideLinks
}

/* All entries. */
export async function readEntries() {
  const { pages } = link ? await read(await fetch(link.href)) : await brought()
  return pages
}

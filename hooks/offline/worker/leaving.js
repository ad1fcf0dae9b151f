/* ---- when it goes ---- */

/* An upload that takes its time, or a host in trouble, is no farewell: the worker's file has to be
 * missing on so many days, the first of them so long ago, each time beside a page of ours. */
const DAY = 86400000
const MISSED_ON = 3
const MISSED_FOR = 7

/* The pins last: as long as a version is there, a page that is being opened may make them anew. */
async function removeAll() {
  const versions = (await ours()).filter(name => name !== PINS)
  for (const name of [...versions, PINS]) await caches.delete(name)
  await registration.unregister()
}

async function isMissing() {
  const today = Math.floor(Date.now() / DAY)
  const days = new Set(await readNote("missing")).add(today)
  if (days.size >= MISSED_ON && today - Math.min(...days) >= MISSED_FOR) await removeAll()
  else await writeNote("missing", [...days])
}

/* What came is not what is kept: the newer worker, unless there is none any more. The browser
 * would look for it too, but only some seconds after the page. `beside` says that what came was
 * a page of ours. */
async function askForNewer(beside) {
  try {
    const { status } = await fetch(`${ROOT}sw.js`, { method: "HEAD", mode: "same-origin", cache: "no-store" })
    if (status === 410) await removeAll()
    else if (status === 404 && beside) await isMissing()
    else if (status === 200 && beside) {
      await writeNote("missing")
      await registration.update()
    }
  } catch { /* The next page asks again. */ }
}

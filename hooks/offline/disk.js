/*
 * For a folder on disk, before the other scripts: pages there may start no worker and fetch
 * nothing. The theme's search gets a worker that lives in the page, and what that asks for
 * comes as scripts. hooks/offline/disk.py puts the text of search/worker.js below, and this file
 * beside the engine.
 */
(() => {
  "use strict"
  const here = document.currentScript.src
  let engine, last

  const bring = url => new Promise((done, fail) => {
    const script = document.createElement("script")
    script.src = new URL(url, here)
    script.onload = done
    script.onerror = fail
    document.head.append(script)
  })

  /* A part of the data is in `guideFile`, a character for each byte; `__index` is the theme's name for
   * what search_index.js sets. */
  async function bytesOf(url) {
    if (url.endsWith("search_index.json")) {
      await bring(url.replace(/json$/, "js"))
      return new TextEncoder().encode(JSON.stringify(self.__index)).buffer
    }
    await bring(`${url}.js`)
    const file = self.guideFile
    delete self.guideFile
    return Uint8Array.from(file, char => char.charCodeAt(0)).buffer
  }

  /* A worker's script goes on only when the one that it imports has run: here the answer of
   * `fetch`, which it asks for before, waits for that. */
  const importScripts = url => { engine = bring(url) }
  /* One after the other: all files give themselves by the same name. */
  const fetch = async url => {
    const bytes = await (last = Promise.allSettled([last]).then(() => bytesOf(url)))
    return {
      arrayBuffer: async () => (await engine, bytes),
      json: async () => JSON.parse(new TextDecoder().decode(bytes)),
    }
  }

  /* Results lead to folders, which on disk would show their files. */
  const toFiles = message => {
    for (const item of (message.data?.items ?? []).flat()) {
      item.location = item.location.replace(/(^|\/)(?=#|$)/, "$1index.html")
    }
    return message
  }

  function start(postMessage) {
    let onmessage
    /* worker.js */
    return onmessage
  }

  self.Worker = class extends EventTarget {
    #receive = start(message => setTimeout(() => this.#tell(toFiles(message))))

    #tell(data) {
      this.dispatchEvent(new MessageEvent("message", { data }))
    }

    postMessage(data) {
      setTimeout(() => this.#receive({ data }))
    }

    set onmessage(listener) {
      this.addEventListener("message", listener)
    }
  }
})()

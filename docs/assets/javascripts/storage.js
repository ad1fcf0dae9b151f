/*
 * A browser that blocks all cookies throws at the word `localStorage`, and the theme's
 * scripts end there: no search, no menu. Then a memory of this page only stands in.
 * Before any other script, and in words that old browsers know (deploy/README.md).
 */
(() => {
  "use strict"

  function memory() {
    const kept = new Map()
    return {
      getItem: key => kept.has(key) ? kept.get(key) : null,
      setItem: (key, value) => void kept.set(key, String(value)),
      removeItem: key => void kept.delete(key),
    }
  }

  function check() {
    for (const name of ["localStorage", "sessionStorage"]) {
      try {
        void window[name].length
      } catch {
        Object.defineProperty(window, name, { value: memory() })
      }
    }
  }

  /* From disk, as hooks/offline/disk_page.py says. A hidden page has no frames. */
  if (location.protocol === "file:" && !document.hidden) requestAnimationFrame(check)
  else check()
})()

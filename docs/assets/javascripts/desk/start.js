/*
 * In the agents' desk itself: who opens it wants to type. Not where that would open a keyboard over
 * the page, nor for a link to a place on it. And once the page is drawn, the titles come at the
 * same time as the scripts that show them (desk/catalogue.js).
 */
document.addEventListener("DOMContentLoaded", () => {
  const link = document.querySelector("a[data-catalogue]")
  if (!location.hash && matchMedia("(hover: hover) and (pointer: fine)").matches) {
    /* What is hidden takes no focus (unstyled.js). */
    document.documentElement.hidden = false
    document.getElementById("desk-query").focus({ preventScroll: true })
  }
  if (link && self.PerformanceObserver) new PerformanceObserver((_, observer) => {
    observer.disconnect()
    self.deskTitles = fetch(new URL("titles.json", link.href))
    self.deskTitles.catch(() => {})
  }).observe({ type: "paint", buffered: true })
}, { once: true })

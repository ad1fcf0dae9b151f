/*
 * In the page itself, behind the header: shows the button of light and dark that belongs to
 * the reader's choice. The theme's bundle would do it too late, and the header would jump.
 */
(() => {
  const options = [...document.getElementsByName("__palette")]
  const kept = window.__md_get("__palette")
  const option = options[kept ? kept.index : 0] || options[0]
  if (!option) return
  option.checked = true
  option.nextElementSibling.hidden = false
})()

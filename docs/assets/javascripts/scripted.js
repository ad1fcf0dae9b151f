/*
 * In the page itself, at once: scripts work here. What they make usable takes its place
 * before the first picture of the page, not when the theme's bundle comes (late.js).
 */
document.documentElement.className = "js"

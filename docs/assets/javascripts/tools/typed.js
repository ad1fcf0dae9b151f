/*
 * What people type, paste and dictate, as the plain text that they see: marks that nobody sees are
 * gone, and full-width letters, digits and marks are the usual ones. Nothing else changes: a small
 * raised 2 is no 2.
 */
const WIDE = /[\u2e80-\u2fdf\u3000\uf900-\ufaff\ufe50-\ufe6f\uff01-\uff5e\uffe0-\uffe6]/g
const UNSEEN = /[\p{Cf}\ufe00-\ufe0f]/gu

export function seen(text) {
  return String(text ?? "").replace(WIDE, mark => mark.normalize("NFKC")).replace(UNSEEN, "").trim()
}

"""The whole guide as an electronic book (EPUB 3), one of each edition."""

"""Ink on paper: a Document in, the bytes of a PDF out; preview, file and printer get the same bytes."""

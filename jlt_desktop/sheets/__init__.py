"""Spreadsheets in and out: read by content, headings matched, our own workbooks written as text that stays text."""

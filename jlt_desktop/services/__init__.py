"""The use cases of the school's office: plain data in and out, no windows, no ledger by name."""

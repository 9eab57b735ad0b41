"""What the office talks about: fields, ledgers, records, calendar, identity numbers. Standard library only."""

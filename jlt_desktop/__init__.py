"""教联体学校台账: the ledgers of one school's office, kept encrypted, printed, and handed to the bureau in signed bundles."""

__version__ = "0.1.0"

"""Signed, sealed bundles for the bureau; FORMAT.md in this folder comes first, the code follows it."""

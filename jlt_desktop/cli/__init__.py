"""The command line: the same services as the windows, one answer per command, in words or as one JSON object."""

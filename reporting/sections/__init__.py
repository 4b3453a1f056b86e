"""The sections of the report, each a function of the results; the outline puts them in order."""

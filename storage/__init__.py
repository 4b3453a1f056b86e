"""The only code that opens, writes or deletes data files."""

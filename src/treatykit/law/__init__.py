"""What follows from a record: pure functions over its parts. No files."""

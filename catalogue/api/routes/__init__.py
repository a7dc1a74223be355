"""Routes, a file a noun: parse, ask the store once, hand plain data to the schema."""

"""The database: the only home of sessions, queries and migrations."""

"""What comes from what, and how it is drawn. Pure: no database, no web."""

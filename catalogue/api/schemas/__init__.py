"""The wire contract: every field of every answer, spelled out. `wire` makes data by these names; a test holds both
together, so that a misspelt field cannot vanish."""

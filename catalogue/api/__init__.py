"""JSON for programs, under /api/. A route parses, asks the store or the index once, and lets a schema write.

operation   how a route is declared: address, query, answer, problems, all of it in the OpenAPI document
query       parameters: strict, so that a misspelt filter never widens a harvest
cursors     where the next page of a list begins
wire        plain data of each noun, by the names that the schemas give it
schemas/    the wire contract, every field spelled out
site        the blueprints put together, and the OpenAPI document
"""

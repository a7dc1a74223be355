"""Questions about lineage, each answered as public plain data that pages, JSON and commands share.

A member that is not known is left out. A release is told as `{"dataset", "slug", "version"}`, a table of it with
`table` besides; `dataset` is the permanent identifier, `slug` today's name.
"""

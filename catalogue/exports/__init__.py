"""What readers take with them: the written form of a choice of variables, and the forms it is handed out in.

items       one variable pinned to a release, as text, as a packed token, as a basket file
selection   chosen variables with everything that is said of them, read from the store
rows        the same as rows of plain text: what tables and documents are made from
cells       text without line ends, and no longer than fits
scripts     starter scripts, one language a file
"""

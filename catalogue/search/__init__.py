"""Search over the metadata: what is indexed, how a question is read, matched, ranked and shown.

words, names            pure: how text becomes words, how physical names are spelt and taken apart
document                what the index is told about a thing
backend, schema         the one door to Whoosh, and what is written through it
layout, index           the index on disk, and the one writer
snapshot, vocabulary    a commit as arrays, and the words that stand in it
query, tree             a question as it is read
sentence, families      what makes it a sentence, and words that go together in any English
resolve, plan           and as what to look up for it
executor, facets        matching, scores, counts
spelling, suggest       corrections and autocomplete
highlight, searcher     what a page shows of a hit, and the room's front door
"""

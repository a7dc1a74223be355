"""The Cafcass data catalogue: a register of sealed dataset descriptions, and the ways to read it.

The floors, ground first; a room imports only from rooms below its own floor (`tests/house` asserts it):

    errors, progress, settings, text   what everything may use
    outbound                    the one gate to other hosts
    model                       nouns: tables, names, vocabularies, plain records
    store                       the database: engine, transactions, named queries, migrations
    releases                    pure rules: canonical form, content, seal
    packages                    Data Packages in and out
    dictionaries                data dictionaries in; files of statistical programs
    statistics                  safe figures of data: how many, how much, how often, and nothing about one person
    lineage                     events of pipeline runs, what they say together; pictures of graphs in layers
    search                      document, index, query, facets, suggestions
    registry, audit             the one write path; whether everything is still as sealed
    people                      accounts, roles, sign-in, tokens: who somebody is
    drafts                      releases in preparation, and their review
    work, following             drains the outbox into the index; what changed, as feeds and letters to those who follow
    charts                      pictures of figures
    exports                     chosen variables: written forms, tables, starter scripts
    harvest                     faces: a release in the forms of other programs
    delivery                    what every HTTP answer obeys: hosts, ETags, headers, problems
    api, protocols, web         JSON, protocols of other programs, HTML
    demo                        the sample pipeline: synthetic case files, from the court to published statistics
    app                         wiring
    commands, cli               the command line
"""

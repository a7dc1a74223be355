"""The pages: views parse and render, contexts say what a page shows, templates say it in words.

blueprint   wiring: routes, filters, the page of a refusal
views       one file a part of the site: parse the address, read, render
contexts    one documented dataclass a page, and the function that reads it from the store
addresses   where everything is; tests hold them to the routes
routes      how an address finds its release: aliases redirect, tombstones answer 410
packages    packages as they are handed out
words       the site's words for marks, types, evidence, approval, counts
filters     dates, numbers, names and Markdown for templates
"""

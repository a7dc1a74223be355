"""What every HTTP answer obeys, whoever makes it: hosts, validators, encodings, security headers, problems.

services    what requests work with: settings, database, search index
notice      what is said on every page while something goes on behind the site
hosts       which Host headers are answered, and absolute addresses
problems    refusals and faults as RFC 9457 problems or as pages
encoding    gzip and Brotli, chosen by Accept-Encoding
validators  strong ETags, 304, and the memory of answers that still hold
headers     security, sharing between origins, how long answers may be kept
static      files of the site, by fingerprinted addresses
"""

"""Faces: a release as other programs want it, one file a face, and `faces`, the table of them.

A face is a function from plain records to bytes. The same release gives the same bytes as long as dataset and publisher
keep their names: no time of day, nothing of the reader.
"""

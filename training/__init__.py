"""Fitting a tagger to annotated articles, and measuring how good it is."""

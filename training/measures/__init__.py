"""How good predicted spans are, how far annotators agree, and how sure one may be of either: figures of documents."""

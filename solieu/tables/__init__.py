"""Tables of extracted articles: entities, figures and people, as CSV, Parquet and Excel files."""

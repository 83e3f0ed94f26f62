"""The database: tables, migrations, records, history, the search index."""

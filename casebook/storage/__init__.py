"""Tables, sessions, migrations and history: the only package that sees a database connection."""

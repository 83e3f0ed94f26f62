"""What every screen is made of: asking services, forms, tables, dialogs."""

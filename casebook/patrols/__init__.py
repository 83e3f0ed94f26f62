"""Rotas, claims, sheets and GPS visits: which source counts, and hours."""

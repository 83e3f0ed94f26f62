"""Taking files into a casebook: incidents, patrols, places and registers."""

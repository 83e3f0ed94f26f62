"""Charts and insets as SVG."""

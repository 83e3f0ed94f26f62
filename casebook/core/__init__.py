"""Plain values everybody uses: fields and kinds, months, local time, codes, errors."""

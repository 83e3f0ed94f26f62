"""Table files of any sane kind, read into columns of text. Knows no casebook."""

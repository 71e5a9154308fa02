"""How things look: base pages, parts, template tags, styles, patterns and the mark."""

"""placeholder"""
LANGUAGES={"en":"ltr","ar":"rtl"}
PAGES={"page":"ui/parts.html"}
def context(*, language, base): return {}

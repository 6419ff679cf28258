"""Results as others read them. Every export is made from one `Question`, so that all agree."""

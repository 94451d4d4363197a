"""One page, one view, one template; a view makes one call and translates."""

"""Label layouts: what a paper says is code (its facts), how it looks is a TOML file."""

"""What the factory writes down once and changes by pages and files: customers, products, codes."""

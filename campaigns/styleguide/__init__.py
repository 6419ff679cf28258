"""The style guide: each component in each state, made by the product's own templates."""

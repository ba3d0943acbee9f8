"""Charts of prices: SVG drawn on the server; drawing.py is what all charts of the product share.

    steps_chart(terms, currency=..., seats=..., highest=...)    # the price steps: cost of a year, and price of a seat

A title comes first, then a description that says in words what the picture shows; static/css/charts.css recolours the
classes on dark pages.
"""

from vendors.charts.steps import steps_chart

__all__ = ["steps_chart"]

"""Charts: SVG drawn on the server, the same for pages and the PDF.

Each function takes what scoring.presentation made and returns one `<svg>` as safe text, in the language that is active:

    ranking_chart(result)                       # totals as bars, the three dimensions' contributions stacked
    profile_chart(result)                       # the three dimension scores of every offer as dots
    contribution_chart(working)                 # one offer: what each criterion adds, against what it could add
    spread_chart(cell, chart_id=...)            # one cell: what every seat marked, as dots on the scale
    pareto_chart(channels, core_share=...)      # the channels of a company by share, and what they carry together
    cost_chart(comparison, by="year")           # what each offer costs, stacked by "year" or by "category"
    iceberg_chart(comparison)                   # visible costs above a water line, hidden ones below it
    range_chart(comparison)                     # all costs from low to high, with a diamond at what is expected
    value_chart(value_of(result))               # need match against cash costs, the budget, and who beats whom
    idle_chart(price_checks(result), currency)  # the first year's price, with what is paid and not needed
    volume_chart(simulation, currency)          # a free plan's bill by inquiries a day, beside paid offers

`chart_id` makes the ids inside the SVG unique on a page; give one where a chart stands twice. A title comes first (the
figure's alternative text in the PDF), then a description that says in words what the picture shows; a table with the
numbers belongs beside it. Everything is a presentation attribute, right for print; static/css/charts.css recolours the
classes on dark pages.
"""

from scoring.charts.contributions import contribution_chart
from scoring.charts.cost import cost_chart
from scoring.charts.iceberg import iceberg_chart
from scoring.charts.idle import idle_chart
from scoring.charts.pareto import pareto_chart
from scoring.charts.profile import profile_chart
from scoring.charts.ranges import range_chart
from scoring.charts.ranking import ranking_chart
from scoring.charts.spread import spread_chart
from scoring.charts.value import value_chart
from scoring.charts.volume import volume_chart

__all__ = [
    "contribution_chart",
    "cost_chart",
    "iceberg_chart",
    "idle_chart",
    "pareto_chart",
    "profile_chart",
    "range_chart",
    "ranking_chart",
    "spread_chart",
    "value_chart",
    "volume_chart",
]

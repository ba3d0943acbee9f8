"""Three offers for a team of 40, 50 and 60 agents: what they cost over three years, worked out by hand."""

from typing import Any

# By hand, with 10 % off seats and modules and a rise of 5 % a year:
#   seats       40 × 1,800 × 0.9 = 64,800     50 × 1,500 × 0.9 × 1.05 = 70,875     60 × 1,500 × 0.9 × 1.1025 = 89,302.50
#   module       6,000 × 0.9     =  5,400      6,000 × 0.9 × 1.05     =  5,670      6,000 × 0.9 × 1.1025     =  5,953.50
#   storage    200 GB × 12       =  2,400      2,400 × 1.05           =  2,520      2,400 × 1.1025           =  2,646
#   answers beyond 10,000 a month at 0.05, growing with the team:
#              12 × 20,000       = 12,000     12 × 27,500             = 16,500     12 × 35,000               = 21,000
#     low      12 × 14,000       =  8,400     12 × 20,000             = 12,000     12 × 26,000               = 15,600
#     high     12 × 30,000       = 18,000     12 × 40,000             = 24,000     12 × 50,000               = 30,000
#   training                        9,000
# Out of the catalogue, USD 55 a seat and month at CNY 7.10: 55 × 12 × 7.1 = 4,686 a seat and year.
# By spreadsheet, without discount or rise: each seat at the price of its own step, 2,400 and from the 51st on 2,000;
# a module of 500 a month; training once; and 20,000 a year (15,000 to 30,000) of own time, which is no cash.
# By rule of thumb, since the offers say nothing of it:
#   upgrades, a year            12,500 (5,000 to 20,000), cash
#   repeated work, a year       40 × 40 × 250 × 1.5 hours = 600,000 (400,000 to 800,000), no cash
#   training, a seat when new   750 (500 to 1,000), no cash, for the offer of the catalogue: 30,000, 7,500 and 7,500
BY_HAND = {
    "by_year": [93_600 + 612_500, 95_565 + 612_500, 118_902 + 612_500],
    "lines": 308_067 + 37_500 + 1_800_000,
    "cash": 308_067 + 37_500,
    "hidden": 9_000 + 37_500 + 1_800_000,
    "low": 308_067 - 49_500 + 36_000 + 15_000 + 1_200_000,
    "high": 308_067 - 49_500 + 72_000 + 60_000 + 2_400_000,
    "by_category": {
        "subscription": 224_977.5,
        "modules": 17_023.5,
        "storage": 7_566,
        "usage": 49_500,
        "training": 9_000,
        "upgrade": 37_500,
        "repeated_work": 1_800_000,
    },
}
CATALOGUE = {
    "by_year": [187_440 + 30_000 + 612_500, 234_300 + 7_500 + 612_500, 281_160 + 7_500 + 612_500],
    "lines": 702_900 + 45_000 + 37_500 + 1_800_000,
    "cash": 702_900 + 37_500,
    "hidden": 45_000 + 37_500 + 1_800_000,
    "low": 702_900 + 30_000 + 15_000 + 1_200_000,
    "high": 702_900 + 60_000 + 60_000 + 2_400_000,
    "by_category": {"subscription": 702_900, "training": 45_000, "upgrade": 37_500, "repeated_work": 1_800_000},
}
BY_SHEET = {
    "by_year": [96_000 + 41_000 + 612_500, 120_000 + 26_000 + 612_500, 140_000 + 26_000 + 612_500],
    "lines": 449_000 + 37_500 + 1_800_000,
    "cash": 389_000 + 37_500,
    "hidden": 75_000 + 37_500 + 1_800_000,
    "low": 434_000 + 15_000 + 1_200_000,
    "high": 479_000 + 60_000 + 2_400_000,
    "by_category": {
        "subscription": 356_000,
        "modules": 18_000,
        "training": 15_000,
        "operations": 60_000,
        "upgrade": 37_500,
        "repeated_work": 1_800_000,
    },
}
EXPECTED: dict[str, dict[str, Any]] = {"Harbour Desk": BY_HAND, "Zendesk": CATALOGUE, "Lantern": BY_SHEET}
AGAINST_THE_BUDGET = {"Harbour Desk": "fits", "Zendesk": "over the budget by 20,400", "Lantern": "fits"}
# What somebody writes into the template of the spreadsheet, sheet by sheet, besides vendor and edition.
SHEETS: dict[str, list[dict[str, Any]]] = {
    "Offers": [{"Tier": "Smart", "Agent seats quoted": 40, "Price steps": "Each seat at the price of its own step"}],
    "Seat prices": [{"From seat": 1, "Price of a seat": 2400}, {"From seat": 51, "Price of a seat": 2000}],
    "Modules": [{"Module": "Wallboard", "Class": "Bonus", "Price": 500, "Price is for": "a month"}],
    "Cost lines": [
        {"Category": "Training", "Kind": "Hidden", "Year 1, expected": 15_000},
        {"Category": "Outsourced operations", "Kind": "Hidden", "Cash": "No"}
        | {f"Year {year}, expected": 20_000 for year in (1, 2, 3)}
        | {f"Year {year}, low": 15_000 for year in (1, 2, 3)}
        | {f"Year {year}, high": 30_000 for year in (1, 2, 3)},
    ],
}

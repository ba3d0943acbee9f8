"""One evaluation file that uses every key of the format."""

from typing import Any

Document = dict[str, Any]


def sample() -> Document:
    """A fresh copy."""
    return {
        "format": "evaluation/1",
        "title": {"en": "Customer service system 2027", "zh-hans": "2027年客服系统"},
        "profile": {
            "currency": "CNY",
            "horizon_years": 3,
            "annual_revenue": 6_000_000,
            "hidden_cost_share": 0.05,
            "hidden_cost_per_year": False,
            "budget": 720_000,
            "reserve_share": 0.2,
            "agent_seats": [40, 50, 60],
            "normal_concurrency": 68,
            "headroom_factor": 3,
            "promotion_factor": 4,
            "conditions": ["voice"],
        },
        "dimensions": {"need": 40, "cost": 30, "risk": 30},
        "scale": {"min": 0, "max": 5},
        "method": {
            "panel": "mean",
            "price_formula": "ceiling",
            "price_parameters": {"full_marks_at": 288_000, "ceiling": 720_000},
            "price_basis": "cash",
            "unknown": "zero",
            "must_policy": "knock_outs",
            "decimals": 2,
            "too_close": 1,
            "draws": 10_000,
            "seed": 0,
        },
        "criteria": [
            {
                "id": "ticket-flow",
                "name": "Ticket lifecycle",
                "dimension": "need",
                "class": "must",
                "weight": 3,
                "source": "panel",
                "measure": None,
                "fact": None,
                "knock_out": True,
                "pass_mark": 20,
                "condition": None,
            },
            {"id": "calls", "name": "Calls", "dimension": "need", "class": "bonus", "condition": "voice"},
            {
                "id": "price",
                "name": "Three-year price",
                "dimension": "cost",
                "class": "must",
                "source": "measure",
                "measure": "price",
            },
            {
                "id": "tls",
                "name": "Encryption in transit",
                "dimension": "risk",
                "class": "must",
                "source": "measure",
                "measure": "promise",
                "fact": "tls_min_version",
            },
        ],
        "seats": [
            {
                "id": "service",
                "name": {"en": "Service", "zh-hans": "客服主管"},
                "weights": {"need": 50, "cost": 20, "risk": 30},
                "voting": True,
                "criteria": None,
                "recused": [],
            },
            {"id": "it", "name": "IT lead", "criteria": ["ticket-flow"], "recused": ["b"]},
        ],
        "offers": [
            {
                "id": "a",
                "vendor": "Vendor A",
                "edition": "Smart",
                "tier": "smart",
                "facts": {
                    "trial_days": 14,
                    "free_plan_missing_functions": "Export",
                    "tls_min_version": {"value": "1.3", "status": "evidenced", "valid_until": "2027-06-30"},
                },
                "costs": [
                    {
                        "category": "subscription",
                        "years": [1, 2, 3],
                        "amount": [80_000, 84_000, 88_200],
                        "kind": "visible",
                        "cash": True,
                        "low": [80_000, 80_000, 80_000],
                        "high": [80_000, 90_000, 99_000.5],
                        "module": None,
                        "source": "quote",
                    },
                    {
                        "category": "training",
                        "years": [1],
                        "amount": [7_500],
                        "kind": "hidden",
                        "source": "seed_default",
                    },
                ],
            },
            {"id": "b", "vendor": "Vendor B", "edition": "", "tier": "basic", "facts": {}, "costs": []},
        ],
        "marks": [
            {
                "seat": "service",
                "offer": "a",
                "criterion": "ticket-flow",
                "value": 4,
                "evidence": "demo",
                "comment": {"en": "Good", "zh-hans": "好"},
            },
            {"seat": "it", "offer": "a", "criterion": "ticket-flow", "state": "not_applicable"},
            {"seat": "service", "offer": "b", "criterion": "ticket-flow", "value": 0, "comment": "None\nat all"},
        ],
        "consensus": [{"offer": "a", "criterion": "calls", "value": 4, "reason": "seen together"}],
        "overrides": [{"offer": "b", "criterion": "ticket-flow", "by": "CFO", "reason": "planned for spring"}],
    }

"""What the tier adviser and the estimates of hidden costs say, code by code, in the reader's language."""

from django.utils.translation import gettext_lazy as _

# code of a rule -> (it asks for its tier, it does not, it cannot be told)
RULES = {
    "large_team": (
        _("%(figure)s agent seats are more than %(limit)s."),
        _("%(figure)s agent seats are not more than %(limit)s."),
        "",
    ),
    "special_compliance": (
        _("The special rules of a regulated trade apply to you."),
        _("No special rules of a regulated trade apply to you."),
        "",
    ),
    "private_deployment": (
        _("The system must run on servers of your own."),
        _("The system need not run on servers of your own."),
        "",
    ),
    "many_inquiries": (
        _("%(figure)s inquiries a day for each seat are more than %(limit)s."),
        _("%(figure)s inquiries a day for each seat are not more than %(limit)s."),
        _("How many inquiries come a day for each seat is not given; more than %(limit)s would ask for it."),
    ),
    "automation_goal": (
        _("You want to automate."),
        _("Automation is no goal of yours."),
        "",
    ),
    "team_size": (
        _("%(figure)s agent seats are %(limit)s or more."),
        _("%(figure)s agent seats are fewer than %(limit)s."),
        "",
    ),
    "several_channels": (
        _("You serve %(figure)s channels, which is %(limit)s or more."),
        _("You serve a single channel."),
        _("Which channels you serve is not given; %(limit)s or more would ask for it."),
    ),
    "data_review": (
        _("You review your service by figures."),
        _("You do not review your service by figures."),
        "",
    ),
    "small_team": (
        _("%(figure)s agent seats are fewer than %(limit)s."),
        _("%(figure)s agent seats are %(limit)s or more."),
        "",
    ),
    "one_channel": (
        _("You serve a single channel."),
        _("You serve %(figure)s channels, which is %(limit)s or more."),
        _("Which channels you serve is not given."),
    ),
}

DRIVERS = {
    "training": _("Training, as own time"),
    "operations": _("Outsourced operations"),
    "upgrade": _("Upgrades and interfaces"),
    "hardware": _("Hardware"),
    "repeated_work": _("Repeated work"),
    "churn": _("Customers lost to slow answers"),
    "opportunity": _("Needs of customers that nobody notices"),
}

# Why an estimate applies, or does not.
REASONS = {
    "each_seat_learns": _("Every seat learns the system once, in the year in which it is added."),
    "free_training": _("The vendor trains for free, so the low end counts."),
    "no_it_team": _("You have no IT people of your own."),
    "own_it_team": _("Your own IT people run it."),
    "versions_change": _("Versions and interfaces change every year."),
    "own_servers": _("The system runs on servers of your own."),
    "no_own_servers": _("The vendor runs the servers."),
    "systems_not_linked": _("It is what your team of today spends, until the systems are linked."),
    "systems_linked": _("The systems are linked."),
    "no_hourly_cost": _("The cost of an agent's hour is not given."),
    "slow_answers": _("It is what a slow system may cost; the sum is no forecast."),
    "no_churn_known": _("Revenue or customers lost in a year are not given."),
    "no_analytics": _("It is what goes unseen without analytics; the sum is no forecast."),
    "analytics": _("The offer has analytics."),
    "no_lead_value": _("The yearly value of requests that service finds is not given."),
    "no_rate": _("The rule is in CNY, and its rate in your currency is not given."),
}

# What would change it.
CHANGES = {
    "free_training": _("A vendor that trains for free lowers it."),
    "it_team": _("IT people of your own make it fall away."),
    "upgrades_included": _("Upgrades that the fee includes make it fall away."),
    "private_deployment": _("It comes only with servers of your own."),
    "integration": _("The more of your systems are linked, the smaller it gets."),
    "response_time": _("A system with short response times makes it smaller."),
    "analytics": _("An offer with analytics makes it fall away."),
}

# Computations, to be filled with their numbers.
FORMULAS = {
    "stream": _("%(inquiries)s × %(share)s × %(minutes)s min ÷ 60 = %(load)s"),
    "headroom": _("%(factor)s × %(normal)s = %(result)s"),
    "promotion": _("%(factor)s × %(exact)s = %(result)s, rounded up"),
}

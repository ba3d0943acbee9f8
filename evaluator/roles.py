"""Which group holds which right: one table, applied after every migrate. Groups made by hand stay."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _

PROCUREMENT = "Procurement"
FINANCE = "Finance"
AUDITOR = "Auditor"
ADMINISTRATOR = "Administrator"

LABELS = {
    PROCUREMENT: _("Procurement"),
    FINANCE: _("Finance"),
    AUDITOR: _("Auditor"),
    ADMINISTRATOR: _("Administrator"),
}

_READ_FACTS = ["vendors.view_vendor", "vendors.view_offer", "vendors.view_tier"]
_KEEP_FACTS = ["vendors.add_vendor", "vendors.change_vendor", "vendors.add_offer", "vendors.change_offer"]
_READ_EVALUATIONS = ["scoring.view_evaluation"]
_RUN_EVALUATIONS = ["scoring.add_evaluation", "scoring.run_evaluation"]
_INVITE = ["evaluator.view_member", "evaluator.add_member"]

RIGHTS: dict[str, list[str]] = {
    PROCUREMENT: [
        *_READ_FACTS,
        *_KEEP_FACTS,
        *_READ_EVALUATIONS,
        *_RUN_EVALUATIONS,
        "scoring.download_report",
        *_INVITE,
    ],
    FINANCE: [*_READ_FACTS, *_READ_EVALUATIONS, "scoring.download_report"],
    AUDITOR: [*_READ_FACTS, *_READ_EVALUATIONS, "scoring.download_report"],
    ADMINISTRATOR: [*_READ_FACTS, "vendors.change_tier", *_INVITE, "evaluator.change_member"],
}

# Who may put a person into which group: procurement may invite, but not make administrators.
MAY_GRANT: dict[str, list[str]] = {
    PROCUREMENT: [PROCUREMENT, FINANCE, AUDITOR],
    ADMINISTRATOR: [PROCUREMENT, FINANCE, AUDITOR, ADMINISTRATOR],
}


def apply_roles(*, using: str = "default") -> None:
    """Make the four groups and give each exactly its rights.

    Django makes an app's permissions after the app's own turn in `migrate`; ours are needed now.
    """
    for label in ("vendors", "scoring", "evaluator"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for name, rights in RIGHTS.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set([permissions[right] for right in rights])

"""People: who may come in, and the links with which they set their passwords."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from evaluator.forms import DUPLICATE, PersonForm
from evaluator.invitations import grantable_by, may_link, password_path
from evaluator.models import Member
from evaluator.roles import LABELS
from evaluator.security_log import link_made
from scoring.views.here import member_of

# The person for whom this session has just asked for a link by a POST: only then does the page show one.
LINK_FOR = "password_link_for"
RETURN_TO = "password_link_return_to"


@permission_required("evaluator.view_member", raise_exception=True)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, with groups and how many seats they hold. A link that was shown before is not shown again."""
    request.session.pop(LINK_FOR, None)
    member = member_of(request)
    grantable = grantable_by(member)
    rows = Member.objects.prefetch_related("groups", "user_permissions").annotate(seat_count=Count("seats"))
    listed = [
        {
            "person": person,
            "groups": [LABELS.get(group.name, group.name) for group in person.groups.all()],
            "seats": person.seat_count,
            "may_link": may_link(member, person, grantable),
        }
        for person in rows
    ]
    return render(request, "evaluator/people.html", {"people": listed})


@permission_required("evaluator.add_member", raise_exception=True)
def add_person(request: HttpRequest) -> HttpResponse:
    """Bring in a person; what follows is the link to hand over."""
    back = _own_address(request, request.GET.get("next", ""))
    form = PersonForm(request.POST or None, by=member_of(request))
    person = _added(form) if request.method == "POST" else None
    if person:
        messages.success(request, _("%s was added.") % person)
        request.session[LINK_FOR], request.session[RETURN_TO] = person.pk, back
        return redirect("password_link", pk=person.pk)
    return render(request, "evaluator/add_person.html", {"form": form, "back": back})


@sensitive_variables("address")
@permission_required("evaluator.add_member", raise_exception=True)
def password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time link: asked for by POST, then shown to the session that asked, and to no other."""
    member = member_of(request)
    person = get_object_or_404(Member, pk=pk)
    if not may_link(member, person, grantable_by(member)):
        raise PermissionDenied("a link leads no further than its maker may invite")
    if request.method == "POST":
        request.session[LINK_FOR], request.session[RETURN_TO] = person.pk, ""
        return redirect("password_link", pk=person.pk)
    if request.session.get(LINK_FOR) != person.pk:
        return redirect("people")
    address = request.build_absolute_uri(password_path(person))
    link_made(by=member, for_=person)
    back = request.session.get(RETURN_TO, "")
    return render(request, "evaluator/password_link.html", {"person": person, "address": address, "back": back})


def _added(form: PersonForm) -> Member | None:
    """The new person; none if something is wrong, or if a second click has just added the same one."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:
        form.add_error("email", DUPLICATE)
        return None


def _own_address(request: HttpRequest, address: str) -> str:
    """The address, if it is one of this site's; empty otherwise."""
    hosts = {request.get_host()}
    return address if url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()) else ""

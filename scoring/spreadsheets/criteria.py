"""The sheet of criteria: wording, class, weight, knock-out and anchors, one row a criterion."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from scoring import library
from scoring.forms.criteria import ANCHORED, CriterionForm
from scoring.models import Criterion, Evaluation
from scoring.models.evaluation import Dimension
from vendors.spreadsheets.columns import Choice, Column, Kind, both, choices_of
from vendors.spreadsheets.records import Record
from vendors.spreadsheets.tables import ID, Entry, Misplaced, Table, What
from vendors.spreadsheets.workbooks import Workbook

_HOW_IT_COUNTS = (
    Column(
        key="dimension",
        label=both("Dimension", "维度"),
        kind=Kind.CHOICE,
        required=True,
        choices=choices_of(lambda: Dimension.choices),
        example=both("Need match", "需求匹配度"),
        help=both("Which of the three it belongs to.", "属于三个维度中的哪一个。"),
    ),
    Column(
        key="grade",
        label=both("Class", "类别"),
        kind=Kind.CHOICE,
        choices=choices_of(lambda: Criterion.Grade.choices),
        example=both("Must", "必备项"),
        help=both("Redundant criteria never count. Empty in a new row: must.", "冗余项不计分。新行留空即为必备项。"),
        width=12,
    ),
    Column(
        key="weight",
        label=both("Weight", "权重"),
        kind=Kind.NUMBER,
        example="3",
        help=both("Empty: must 3, bonus 1; the price half of cost.", "留空：必备项3，加分项1；价格占成本维度一半。"),
        width=10,
    ),
    Column(
        key="knock_out",
        label=both("Knock-out", "一票否决"),
        kind=Kind.YES_NO,
        example=both("No", "否"),
        help=both("Yes: an offer below the pass mark is excluded.", "填“是”：低于及格线的方案被淘汰。"),
        width=12,
    ),
    Column(
        key="pass_mark",
        label=both("Pass mark", "及格线"),
        kind=Kind.NUMBER,
        example="60",
        help=both("Of 100 points.", "满分100分。"),
        width=12,
    ),
    Column(
        key="condition",
        label=both("Only if", "适用条件"),
        kind=Kind.CHOICE,
        choices=lambda: tuple(Choice(each.id, each.name) for each in library.conditions()),
        example=both("Telephone is a channel", "电话是服务渠道之一"),
        help=both("Empty: it always counts.", "留空表示始终适用。"),
        width=26,
    ),
)


def _pair(key: str, en: str, zh: str, help_: tuple[str, str], example: tuple[str, str]) -> tuple[Column, Column]:
    """A text, and the same in Chinese."""
    options: dict[str, Any] = {"kind": Kind.TEXT, "width": 36, "help": both(*help_)}
    return (
        Column(key=key, label=both(en, zh), example=both(*example), **options),
        Column(key=f"{key}_zh", label=both(f"{en} in Chinese", f"{zh}（中文）"), example=example[1], **options),
    )


def columns_for(evaluation: Evaluation) -> tuple[Column, ...]:
    """With an anchor for each mark of the evaluation's scale that has words of its own."""
    anchored = [mark for mark in ANCHORED if evaluation.scale_min <= mark <= evaluation.scale_max]
    return (
        Column(
            key="name",
            label=both("Name", "名称"),
            required=True,
            example=both("Ticket flow", "工单流转"),
            help=both("What is judged, in a few words.", "评判的内容，简短说明。"),
            width=32,
        ),
        Column(
            key="name_zh",
            label=both("Name in Chinese", "中文名称"),
            example="工单流转",
            help=both("Only if it differs.", "仅在与名称不同时填写。"),
            width=24,
        ),
        *_HOW_IT_COUNTS,
        *_pair(
            "question",
            "Question",
            "评分问题",
            ("What members ask themselves when they mark.", "评委评分时要问自己的问题。"),
            ("Can a ticket pass between teams?", "工单能否在团队间流转？"),
        ),
        *_pair(
            "evidence",
            "Evidence wanted",
            "应核验的材料",
            ("What should be seen before marking.", "评分前应当看到的材料。"),
            ("A trial with own tickets", "用自有工单试用"),
        ),
        *(
            column
            for mark in anchored
            for column in _pair(
                f"anchor_{mark}",
                f"What earns {mark}",
                f"{mark}分标准",
                ("What an offer must show for this mark.", "方案达到此分所需的表现。"),
                ("Tickets pass by hand", "工单靠人工流转"),
            )
        ),
    )


class CriteriaTable(Table):
    """One row a criterion. Its id is its key, so that a sheet of another evaluation can be used here."""

    key = "criteria"
    name = both("Criteria", "评分项")
    names = ("name",)
    can_remove = True
    takes_unknown_ids = True

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self._columns = columns_for(evaluation)
        self._new = 0

    @property
    def columns(self) -> Sequence[Column]:
        """As the scale of the evaluation has them."""
        return self._columns

    def id_of(self, row: Criterion) -> str:
        """Its key."""
        return row.key

    def stored(self) -> Iterable[Criterion]:
        """In the order of the evaluation."""
        return self.evaluation.criteria.all()

    def values(self, row: Criterion) -> Mapping[str, Any]:
        """As the columns are called."""
        texts = {"question": row.question, "evidence": row.evidence_wanted}
        texts |= {f"anchor_{mark}": row.anchors.get(str(mark), {}) for mark in ANCHORED}
        wordings: dict[str, str] = {}
        for key, wording in texts.items():
            said = {"en": wording} if isinstance(wording, str) else wording
            wordings |= {key: said.get("en", ""), f"{key}_zh": said.get("zh-hans", "")}
        return {**vars(row), **wordings}

    def fresh(self) -> Criterion:
        """A must that members mark."""
        return Criterion(evaluation=self.evaluation)

    def form(self, row: Criterion | None, texts: Mapping[str, str], record: Record) -> CriterionForm:
        """The form of the criterion's page."""
        criterion = row or self._from_library(record.texts.get(ID.key, ""))
        if criterion.measure and texts["dimension"] != criterion.dimension:
            raise Misplaced("dimension", _("A measured criterion stays in its dimension."))
        return CriterionForm(dict(texts), instance=criterion, evaluation=self.evaluation)

    def at_odds(self, entries: Sequence[Entry]) -> Iterable[tuple[Entry, str]]:
        """In each dimension something must weigh more than 0."""
        acting = {entry.stored.key: entry for entry in entries if entry.stored is not None}
        rows: list[tuple[Criterion, Entry | None]] = [(row, None) for row in self.stored() if row.key not in acting]
        rows += [(_after(entry), entry) for entry in entries if entry.what is not What.REMOVED]
        applying = {"", *self.evaluation.conditions}
        for dimension in Dimension:
            counting = [
                (row, entry)
                for row, entry in rows
                if row.dimension == dimension and row.condition in applying and row.grade != Criterion.Grade.REDUNDANT
            ]
            changed = [entry for _row, entry in counting if entry is not None and entry.what is not What.SAME]
            if changed and all(row.weight == 0 for row, _entry in counting):
                message = _("All criteria of “%s” weigh 0; at least one must weigh more than 0, or leave them empty.")
                yield changed[0], message % dimension.label

    def _from_library(self, key: str) -> Criterion:
        """A new criterion; one that the library knows by its key is measured as the library says."""
        criterion = self.fresh()
        known = {each.id: each for each in library.criteria()}.get(key)
        if known is not None and not self.evaluation.criteria.filter(key=key).exists():
            criterion.describe(known)
            criterion.key, criterion.source = key, known.source
            criterion.measure, criterion.fact = known.measure or "", known.fact or ""
            criterion.dimension = known.dimension
            criterion.position = self.evaluation.criteria.count() + self._new
            self._new += 1
        return criterion


class CriteriaWorkbook(Workbook):
    """The criteria of one evaluation."""

    key = "criteria"
    title = both("Criteria and weights", "评分项与权重")
    about = both(
        "All criteria of this evaluation with class, weight, knock-out, wording and anchors.",
        "本次评估的全部评分项：类别、权重、一票否决、文字表述与评分标准。",
    )

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__([CriteriaTable(evaluation)])


def _after(entry: Entry) -> Criterion:
    row: Criterion = entry.stored if entry.form is None else entry.form.instance
    return row

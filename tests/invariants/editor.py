"""Fill in the admin's forms as a browser does: what the page holds is sent back, apart from what is typed over it."""

import json

import lxml.html
from django.urls import reverse

FORM_IDS = ("page-edit-form", "w-editor-form")


def add_url(model, parent) -> str:
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def opened(client, url: str) -> dict:
    """Open a form and return what a browser would send if nothing were typed."""
    response = client.get(url, follow=True)
    assert response.status_code == 200, url
    return sent_by(response)


def sent_by(response) -> dict:
    """Read the form of an answer: every field by its name, blocks of a body as the editor posts them."""
    document = lxml.html.document_fromstring(response.content.decode())
    form = next(form for form in document.forms if form.get("id") in FORM_IDS)
    data = {}
    for field in form.inputs:
        if field.name and "__prefix__" not in field.name and field.name != "csrfmiddlewaretoken":
            value = typed(field)
            if value is not None:
                data[field.name] = value
    for stream in form.xpath(".//*[@data-w-block-arguments-value]"):
        rows, _errors = unpack(json.loads(stream.get("data-w-block-arguments-value")), {})
        data |= posted(stream.get("id"), rows)
    return data


def typed(field):
    if field.tag == "textarea":
        return (field.text or "").removeprefix("\n")  # HTML: the first newline of a textarea is not part of it
    if field.tag == "select":
        return field.value if not field.multiple else list(field.value)
    kind = field.get("type", "text")
    if kind in ("submit", "button", "file"):
        return None
    if kind in ("checkbox", "radio"):
        return (field.get("value") or "on") if field.get("checked") is not None else None
    return field.get("value") or ""


def unpack(node, seen: dict):
    """Undo telepath's packing of a block's values."""
    if isinstance(node, list):
        return [unpack(part, seen) for part in node]
    if not isinstance(node, dict):
        return node
    if "_ref" in node:
        return seen[node["_ref"]]
    if "_val" in node:
        value = node["_val"]
    elif "_list" in node:
        value = unpack(node["_list"], seen)
    elif "_dict" in node:
        value = unpack(node["_dict"], seen)
    else:
        value = {key: unpack(part, seen) for key, part in node.items() if key != "_id"}
    if "_id" in node:
        seen[node["_id"]] = value
    return value


def posted(prefix: str, value) -> dict:
    """Return the fields a browser posts for the value of a block."""
    if isinstance(value, list) and value and isinstance(value[0], str):  # a choice
        return {prefix: value[0]}
    if isinstance(value, list):
        fields = {f"{prefix}-count": str(len(value))}
        for place, child in enumerate(value):
            child = child if isinstance(child, dict) and "value" in child else {"value": child}
            fields |= posted(f"{prefix}-{place}-value", child["value"])
            fields |= {f"{prefix}-{place}-{name}": str(child.get(name) or "") for name in ("type", "id")}
            fields |= {f"{prefix}-{place}-order": str(place), f"{prefix}-{place}-deleted": ""}
        return fields
    if isinstance(value, dict):
        if {"id", "title"} <= value.keys():  # a chosen picture or page
            return {prefix: str(value["id"])}
        return {name: part for key, sub in value.items() for name, part in posted(f"{prefix}-{key}", sub).items()}
    return {prefix: "" if value is None else str(value)}


def stream(prefix: str, *blocks) -> dict:
    """Return what a browser posts for new blocks, each a pair of type and value."""
    return posted(prefix, [{"type": kind, "value": value} for kind, value in blocks])


def rows(prefix: str, *values: dict, limit: int = 1000) -> dict:
    """Return what a browser posts for new rows below a page: bylines, corrections."""
    fields = {
        f"{prefix}-TOTAL_FORMS": str(len(values)),
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": str(limit),
    }
    for place, row in enumerate(values):
        fields |= {f"{prefix}-{place}-{name}": part for name, part in {"id": "", "DELETE": "", **row}.items()}
        fields[f"{prefix}-{place}-ORDER"] = str(place + 1)
    return fields


def draftail(*paragraphs: str) -> str:
    """Return running text as the rich text editor posts it."""
    blocks = [
        {"key": f"k{n}", "type": "unstyled", "depth": 0, "text": t, "inlineStyleRanges": [], "entityRanges": []}
        for n, t in enumerate(paragraphs)
    ]
    return json.dumps({"blocks": blocks, "entityMap": {}})


def texts(contentstate: str) -> list[str]:
    """Return the paragraphs of running text as the rich text editor shows them."""
    return [block["text"] for block in json.loads(contentstate)["blocks"]]


def words(response) -> str:
    """Return everything an answer says: its text, messages beside fields and blocks included."""
    return " ".join(lxml.html.document_fromstring(response.content.decode()).text_content().split()) + " ".join(
        lxml.html.document_fromstring(response.content.decode()).xpath("//@data-w-block-arguments-value")
    )


def complaints(response) -> list[str]:
    """List what the form of an answer says is wrong."""
    context = response.context
    form = context and context.get("form")
    if form is None:
        return [f"{response.status_code}, no form"]
    formsets = getattr(form, "formsets", {})
    return [str(form.errors), *(f"{name}: {formset.errors}" for name, formset in formsets.items())]

"""How the admin's history tells who was put where and which chain was chosen."""

from wagtail.log_actions import LogActionRegistry, LogFormatter


def register(actions: LogActionRegistry) -> None:
    actions.register_action("desk.add_person")(AddPerson)
    actions.register_action("desk.remove_person")(RemovePerson)
    actions.register_action("desk.change_chain")(ChangeChain)


class AddPerson(LogFormatter):
    label = "Add a person to a desk"

    def format_message(self, entry) -> str:
        return f"{entry.data['person']['name']} added to {entry.data['role']}"


class RemovePerson(LogFormatter):
    label = "Remove a person from a desk"

    def format_message(self, entry) -> str:
        return f"{entry.data['person']['name']} removed from {entry.data['role']}"


class ChangeChain(LogFormatter):
    label = "Change a desk’s chain of review"

    def format_message(self, entry) -> str:
        return f"Chain of review changed from “{entry.data['before']}” to “{entry.data['after']}”"

"""The verbs and details of the audit log in plain English, as the pages and the export say them."""

import re
from datetime import date
from typing import Any

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NAMED_IN_A_PATH = re.compile(r"^(/(?:boards|networks|secretariat/networks|secretariat/terms)/)[^/]+(?=/)")

WORDS = {
    "accept_application": "accepted an application",
    "accept_invitation": "took up an invitation",
    "add_colleague": "added a colleague",
    "admit_member": "gave a place in a service",
    "apply_import": "applied an import",
    "appoint_officer": "recorded an office",
    "appoint_representative": "appointed a representative",
    "ask_dates": "asked which dates suit",
    "remind_of_dates": "reminded those who had not said which dates suit",
    "cancel_meeting": "called off a meeting",
    "change_meeting": "changed a meeting",
    "fix_date": "fixed the date of a meeting",
    "join_meeting": "said whether a network takes part in a meeting",
    "note_attendance": "noted who was at a meeting",
    "propose_meeting": "proposed a meeting",
    "add_school_holiday": "noted school holidays of a region",
    "remove_school_holiday": "took away school holidays of a region",
    "keep_school_holidays": "opened the page of school holidays",
    "open_minutes": "began minutes",
    "write_minutes": "wrote in minutes",
    "circulate_minutes": "sent draft minutes to those who were there",
    "publish_minutes": "published minutes",
    "agree_minutes": "locked minutes as agreed",
    "correct_minutes": "corrected minutes",
    "decide_correction": "decided on a correction of minutes",
    "read_minutes": "opened minutes",
    "add_action": "gave somebody an action point",
    "end_action": "ended an action point",
    "see_actions": "opened a network’s action points",
    "record_meeting": "noted a meeting arranged elsewhere",
    "see_calendar_feed": "opened the page of a calendar address",
    "see_meetings": "opened the meetings",
    "change_invitation": "changed an invitation",
    "change_membership": "changed a membership",
    "change_tier": "changed tier, job title or who pays",
    "claim_matter": "took on a matter of moderation",
    "close_board": "closed a board",
    "close_network": "closed a network",
    "correct_membership": "corrected a membership from a file",
    "correct_payment": "took back a payment",
    "appeal_suspension": "appealed against a suspension",
    "decide_appeal": "decided on an appeal",
    "see_appeals": "opened the appeals",
    "decide_address": "decided on a new address",
    "decide_application": "decided on an application",
    "decide_held_post": "decided on a held post",
    "declare_absence": "noted days away",
    "drop_import": "dropped an import",
    "edit_service": "changed a service’s record",
    "end_absence": "ended days away",
    "end_membership": "gave a membership its last day",
    "end_membership_on": "gave a membership its last day",
    "end_network_place": "ended a place in a group",
    "end_office": "ended an office",
    "end_representation": "ended a representative’s term",
    "erase_member": "erased a member",
    "export_audit_log": "exported the audit log",
    "export_members": "exported all members",
    "export_region": "exported a region’s members",
    "follow_board": "followed a board",
    "follow_topic": "followed a topic",
    "give_network_place": "gave a place in a group",
    "hand_over_office": "handed an office over",
    "hand_over_representation": "handed a region over",
    "hold_first_posts": "chose whether first posts wait",
    "invite_person": "invited somebody",
    "keep_reported_post": "left a reported post as it is",
    "leave": "left a service",
    "leave_group": "left a group",
    "lift_suspension": "lifted a suspension",
    "lock_topic": "locked a topic",
    "look_for_pages": "asked for one page after another that is not there for them",
    "manage_group": "managed a group’s members",
    "manage_imports": "opened the imports",
    "manage_networks": "opened the networks’ pages",
    "manage_places": "opened a service’s places",
    "mend_held_post": "mended a held post",
    "mend_by_mail": "mended or withdrew a post by mail",
    "mend_mailed_post": "mended a post that came by mail",
    "merge_networks": "merged networks",
    "merge_topics": "merged topics",
    "merge_services": "merged services",
    "move_member_address": "moved an account to a new address",
    "move_membership": "moved a member to another service",
    "move_service": "moved a service to another region",
    "move_topic": "moved a topic",
    "close_topic": "closed a topic with a summary",
    "reopen_topic": "opened a topic again",
    "add_poll": "added a poll to another’s topic",
    "name_buddy": "named a buddy",
    "name_cover": "noted who covers",
    "name_lead": "named a lead",
    "open_mail": "read a mail as it came",
    "leave_mail": "left a mail that needed attention as it is",
    "replay_mail": "had a mail read again",
    "open_board": "opened a board",
    "open_network": "opened a network",
    "pin_topic": "pinned a topic",
    "purge_post": "deleted a post everywhere",
    "post_by_mail": "posted by mail",
    "put_down_matter": "left a matter of moderation to others",
    "record_payment": "recorded a payment",
    "refuse_address_help": "refused a change of a lost address",
    "refuse_application": "refused an application",
    "release_held_post": "let a held post through",
    "remove_colleague": "took back a colleague’s place",
    "remove_tag": "took a tag off a network’s list",
    "remove_post": "removed a post",
    "rename_board": "renamed a board",
    "rename_network": "renamed a network",
    "rename_service": "renamed a service",
    "reopen_network": "opened a network again",
    "reply_to_topic": "answered a topic",
    "rename_tag": "renamed a tag",
    "resend_invitation": "sent an invitation again",
    "reset_second_factor": "reset a second factor",
    "report_post": "reported a post",
    "restore_post": "put a removed post back",
    "return_held_post": "returned a held post",
    "secretariat": "opened the secretariat’s desk",
    "see_address_help": "opened the lost addresses",
    "see_applications": "opened the applications",
    "see_audit_log": "opened the audit log",
    "see_desk": "opened a region’s desk",
    "see_directory": "opened the directory",
    "see_mail_diary": "opened a member’s mail diary",
    "send_mail_again": "had a mail sent again",
    "see_mail_health": "opened the page of mail health",
    "see_mail_ledger": "opened the mail ledger",
    "see_membership_data": "opened a region’s memberships",
    "see_terms": "opened the terms",
    "set_board_readers": "changed who reads a board",
    "set_service_contact": "changed a service’s contact",
    "set_tags": "changed a topic’s tags",
    "settle_held_mail": "settled a held mail",
    "settle_held_post": "settled a held post",
    "split_service": "split a service",
    "split_topic": "split a topic",
    "start_topic": "started a topic",
    "suspend_member": "suspended a member",
    "take_own_data": "took a copy of their own data",
    "thank_volunteer": "thanked a volunteer",
    "undo_hand_over": "undid a hand-over",
    "undo_office_hand_over": "undid the hand-over of an office",
    "unlock_topic": "opened a locked topic",
    "unpin_topic": "unpinned a topic",
    "upload_import": "uploaded a file of members",
    "volunteer": "offered to represent a region",
    "withdraw_invitation": "withdrew an invitation",
    "write_to_officer": "wrote to an officer in confidence",
}


def words_of(verb: str) -> str:
    """«changed a membership»; a verb without a line above is its own name, spaced."""
    return WORDS.get(verb) or verb.replace("_", " ")


def details_in_words(details: dict[str, Any]) -> str:
    """«ends: 30 April 2026, from: current, welcome: no»; what is empty is left out."""
    said = ((name.replace("_", " "), _value(value)) for name, value in sorted(details.items()))
    return ", ".join(f"{name}: {value}" for name, value in said if value)


def _value(value: Any) -> str:
    if value is None or value in ("", "None", [], {}):
        return ""
    if isinstance(value, bool) or value in ("True", "False"):
        return "yes" if value in (True, "True") else "no"
    if isinstance(value, list):
        return " and ".join(map(_value, value))
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return value
        return f"{day.day} {day:%B %Y}"
    return str(value)


def subject_in_words(subject: str) -> str:
    """The address of a board or a network in a refusal would name it to readers who may not know of it."""
    return NAMED_IN_A_PATH.sub(r"\1…", subject)

"""Each rule: what it holds, and beside it the nearest thing that must pass."""

from datetime import date

import pytest

from screening import Rule, masked, nhs, pnc, rules_found, screen, upn
from screening.dates import age_on, could_be_born
from tests.screening.labelled import TODAY


def rules(text: str) -> tuple[Rule, ...]:
    return rules_found(screen(text, TODAY))


@pytest.mark.parametrize(
    ("text", "rule", "look_alike"),
    [
        ("see 9998761204", Rule.NHS_NUMBER, "see 9998761205"),
        ("see 999 876 1204", Rule.NHS_NUMBER, "purchase order 999 876 1204"),
        ("NHS no 9998761205", Rule.NHS_NUMBER, "NHS no longer pays"),
        ("the NHS number, as given, 999 876 1205", Rule.NHS_NUMBER, "the NHS number, as given, 0161 496 0123"),
        ("F999957910263", Rule.UPN, "F999957910264"),
        ("J99920207511Y", Rule.UPN, "J99920207511X"),
        ("UPN F999957910264", Rule.UPN, "laptop F999957910264"),
        ("2024/0123456F", Rule.PNC, "2024/0123456G"),
        ("PNC 2024/0123456G", Rule.PNC, "form 2024/0123456G"),
        ("20240123456F", Rule.PNC, "20240123456G"),
        ("26/0000/01/123456K", Rule.ARREST_NUMBER, "26/0000/01"),
        ("CRO 123456/24A", Rule.ARREST_NUMBER, "pages 123456/24A"),
        ("case number 104482", Rule.CASE_NUMBER, "case numbers fell from 120 to 90"),
        ("case no 4471", Rule.CASE_NUMBER, "case numbers 2024: 1310"),
        ("ChildView ID 104482", Rule.CASE_NUMBER, "ChildView version 8.4.1172"),
        ("AssetPlus 2026/88417", Rule.CASE_NUMBER, "AssetPlus 2025/26"),
        ("ref 77120/AB, his mum agrees", Rule.CASE_NUMBER, "ref 77120/AB, the invoice is paid"),
        ("URN 45ZZ1234526", Rule.CASE_NUMBER, "Ofsted URN SC099999"),
        ("Case 40418 moved on", Rule.CASE_NUMBER, "HMIP case 12 of 30"),
        ("Jay Testcase DOB 03/05/2010", Rule.NAME_DATE_OF_BIRTH, "Jay Testcase DOB 03/05/1975"),
        ("JT dob 3/5/10", Rule.NAME_DATE_OF_BIRTH, "JT to write by 3/5/27"),
        ("Jay, born on 3rd May 2010", Rule.NAME_DATE_OF_BIRTH, "Our network was born on 3rd May 2010"),
        ("Jay Testcase, 03.05.10", Rule.NAME_DATE_OF_BIRTH, "Rookhope, 03.05.10"),
        ("Jay Testcase 3 May 2010", Rule.NAME_DATE_OF_BIRTH, "Jay Testcase appointed 3 May 2010"),
        ("Jay turns 16 on 3 May", Rule.NAME_DATE_OF_BIRTH, "a child turns 18 on 3 May"),
        ("dob 3/5/2010", Rule.DATE_OF_BIRTH, "dob after 3/5/2010"),
        ("Jay Testcase, aged 15", Rule.NAME_AGE, "Jay Testcase, aged 51"),
        ("15-year-old Jay", Rule.NAME_AGE, "15-year-old boys"),
        ("Jay Testcase (13) was arrested", Rule.NAME_AGE, "North Yorkshire (13) has replied"),
        ("Jay attends Elmbrook Academy", Rule.NAME_PLACE, "We meet at Elmbrook Academy"),
        ("Jay lives at 14 Rosewood Close", Rule.NAME_PLACE, "Jay, 14 staff, the Rosewood Close office"),
        ("his home address is 14 Rosewood Close", Rule.HOME_ADDRESS, "our office address is 14 Rosewood Close"),
    ],
)
def test_rule_holds_the_one_and_passes_its_look_alike(text, rule, look_alike):
    assert rules(text) == (rule,)
    assert rules(look_alike) == ()


@pytest.mark.parametrize(
    "written",
    [
        "9998761204",
        "999 876 1204",
        "999-876-1204",
        "999.876.1204",
        "999\u00a0876\u00a01204",
        "999&nbsp;876&nbsp;1204",
        "999 876\r\n> 1204",
        "**999** 876 *1204*",
        "99\u200b987\u200d61204",
        "\uff19\uff19\uff19\uff18\uff17\uff16\uff11\uff12\uff10\uff14",
        "999 \u2013 876 \u2013 1204",
        "999 \t   876          1204",
    ],
)
def test_nhs_number_is_seen_however_it_is_written(written):
    text = f"see {written} please"

    findings = screen(text, TODAY)

    assert rules_found(findings) == (Rule.NHS_NUMBER,)
    assert not any(character.isdigit() for character in masked(text, findings).replace("> ", ""))


@pytest.mark.parametrize(
    "written",
    [
        "03/05/2010",
        "3/5/10",
        "03.05.10",
        "03-05-2010",
        "2010-05-03",
        "3 May 2010",
        "3rd of May 2010",
        "3rd May, 2010",
        "May 3rd, 2010",
        "3-May-10",
        "03MAY2010",
        "3 May '10",
        "03/05/\n2010",
        "**3** May **2010**",
        "May 2010",
    ],
)
def test_date_of_birth_is_seen_however_it_is_written(written):
    assert rules(f"Jay Testcase, DOB: {written}") == (Rule.NAME_DATE_OF_BIRTH,)
    assert rules(f"Next meeting: {written}") == ()


def test_date_of_birth_counts_until_the_day_before_the_twenty_first_birthday():
    assert could_be_born(date(2005, 11, 23), TODAY)
    assert not could_be_born(date(2005, 11, 22), TODAY)
    assert not could_be_born(date(2026, 11, 23), TODAY)


def test_age_of_somebody_born_on_a_leap_day():
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_check_digits_agree_with_published_examples():
    assert nhs.has_check_digit("9998761204")
    assert not nhs.has_check_digit("9998761205")
    assert upn.has_check_letter("B801200005001")
    assert not upn.has_check_letter("A801200005001")
    assert pnc.has_check_letter("01", "0171310", "W")  # HMPPS PNCIdValidatorTest
    assert pnc.has_check_letter("81", "0154257", "C")
    assert not pnc.has_check_letter("01", "0171310", "X")


def test_name_is_hidden_wherever_it_stands_again():
    text = "Jay Testcase DOB 03/05/2010 is missing. Ring Jay's nan, then me, about jay."

    hidden = masked(text, screen(text, TODAY))

    assert hidden.count("\u2588" * 3) >= 3
    assert "jay" not in hidden.lower()
    assert "then me" in hidden


def test_every_rule_has_a_plain_label_of_its_own():
    labels = [rule.label for rule in Rule]

    assert len(set(labels)) == len(labels)
    assert Rule.NAME_DATE_OF_BIRTH.label == "a name with a date of birth"


def test_today_is_the_real_day_when_none_is_given():
    assert rules_found(screen(f"Jay Testcase DOB 03/05/{date.today().year - 15}")) == (Rule.NAME_DATE_OF_BIRTH,)
    assert screen(f"Jay Testcase DOB 03/05/{date.today().year - 40}") == ()

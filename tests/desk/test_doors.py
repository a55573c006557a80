"""Who gets in, what every answer carries, what a form must bring."""

import httpx
import pytest
from desk_fixtures import KEY, PASSWORD, SIDES, Browser, answering, signed_in

from tawatur.desk.gate import Desk
from tawatur.desk.people import accounts, add_account
from tawatur.store.database import StoreError

PAGES = ("/", "/queue", "/reports", "/history", "/agreement", "/help", "/accounts", f"/incidents/{SIDES}")


def test_without_the_key_nothing_is_shown(desk):
    with Browser(base_url=desk.base_url) as stranger:
        for page in PAGES:
            answer = stranger.get(page)
            assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
        assert stranger.get("/api/incidents").status_code == 401
        assert stranger.get("/", params={"key": "0000-0000-0000"}).headers["location"] == "/sign-in"
        assert stranger.get("/sign-in").status_code == 200
        assert stranger.post("/lock").status_code == 401


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_and_lets_nothing_foreign_run(desk, page):
    answer = desk.get(page)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text
    assert "http://" not in answer.text.replace(str(desk.base_url), "")
    assert "https://" not in answer.text


def test_a_page_under_another_name_is_refused(desk):
    """A page of another site that lets its name lead to this machine must not read the desk."""
    assert desk.get("/", headers={"host": "evil.example"}).status_code == 421


def test_an_unknown_page_says_so_in_words(desk):
    answer = desk.get("/nothing/here")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_a_form_from_elsewhere_is_refused(desk):
    assert desk.post("/lock").status_code == 403
    assert desk.post(f"/incidents/{SIDES}", data={"do": "skip", "_csrf_token": "x"}).status_code == 403
    assert desk.get("/").status_code == 200


def test_a_locked_screen_shows_nothing_until_it_is_unlocked(desk):
    assert desk.send_form("/", "/lock").headers["location"] == "/unlock"
    assert desk.get("/").headers["location"] == "/unlock"
    assert desk.get("/api/incidents").status_code == 423
    page = desk.get("/unlock").text
    assert "Tawatur" not in page
    assert desk.send_form("/unlock", "/unlock", secret="wrong").status_code == 403
    assert desk.get("/queue").headers["location"] == "/unlock"
    assert desk.send_form("/unlock", "/unlock", secret=KEY).headers["location"] == "/"
    assert desk.get("/queue").status_code == 200


def test_guessing_is_slowed_down(desk):
    with Browser(base_url=desk.base_url) as stranger:
        answers = [stranger.send_form("/sign-in", "/sign-in", key=f"{n}").status_code for n in range(12)]
    assert answers[:10] == [403] * 10
    assert answers[-1] == 429


def test_a_token_opens_the_interface_for_tools(desk):
    page = desk.send_form("/accounts", "/accounts", act="token").text
    token = page.split('<code dir="ltr">')[1].split("<")[0]
    bearer = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=desk.base_url, headers=bearer) as tool:
        assert tool.get("/api/incidents").json()["total"] == 10
        assert tool.post(f"/api/incidents/{SIDES}/decisions", json={"do": "skip"}).status_code == 201
    assert httpx.get(f"{desk.base_url}/api/incidents", headers={"authorization": "Bearer x"}).status_code == 401
    with Browser(base_url=desk.base_url, cookies={"tawatur_session": token}) as other:
        assert other.get("/").status_code == 303  # a token is no session of a browser


def test_preferences_are_kept_and_lead_back(desk):
    answer = desk.send_form("/", "/prefs", lang="ar", back="/queue")
    assert answer.headers["location"] == "/queue"
    assert 'lang="ar" dir="rtl"' in desk.get("/queue").text
    assert desk.send_form("/", "/prefs", lang="en", back="//evil.example/").headers["location"] == "/"


def test_accounts_sign_in_with_their_password_only(team):
    with Browser(base_url=team) as browser:
        assert browser.send_form("/sign-in", "/sign-in", name="samir", password="not the password").status_code == 403
        assert browser.send_form("/sign-in", "/sign-in", name="nobody", password=PASSWORD).status_code == 403
        assert browser.get("/", params={"key": ""}).headers["location"] == "/sign-in"
    with signed_in(team, "samir") as browser:
        assert "samir" in browser.get("/").text
        browser.send_form("/accounts", "/sign-out")
        assert browser.get("/").status_code == 303


def test_readers_read_and_only_leads_change_accounts(team):
    with signed_in(team, "nour") as reader:
        assert reader.get(f"/incidents/{SIDES}").status_code == 200
        assert "Split the chosen" not in reader.get(f"/incidents/{SIDES}").text
        assert reader.send_form("/", f"/incidents/{SIDES}", do="skip").status_code == 403
        assert reader.send_form("/", "/accounts", act="role", name="nour", role="lead").status_code == 403
    with signed_in(team, "hala") as lead:
        assert lead.send_form("/", "/accounts", act="disable", name="nour").status_code == 200
        with Browser(base_url=team) as browser:
            answer = browser.send_form("/sign-in", "/sign-in", name="nour", password=PASSWORD)
            assert answer.status_code == 403


def test_closing_an_account_ends_its_sessions(team, demo_store):
    from tawatur.desk.people import change_account

    with signed_in(team, "samir") as browser:
        assert browser.get("/").status_code == 200
        change_account(demo_store, "samir", disabled=True)
        assert browser.get("/").status_code == 303


def test_passwords_and_names_have_rules(any_store):
    with pytest.raises(StoreError, match="at least 12"):
        add_account(any_store, "amal", "short")
    with pytest.raises(StoreError, match="no such role"):
        add_account(any_store, "amal", PASSWORD, "king")
    add_account(any_store, "amal", PASSWORD)
    with pytest.raises(StoreError, match="already"):
        add_account(any_store, "amal", PASSWORD)
    with any_store.reading() as connection:
        assert [(a.name, a.role) for a in accounts(connection)] == [("amal", "reviewer")]


def test_secure_cookies_behind_https(demo_store):
    with answering(Desk(store=demo_store, key=KEY, who="rima", secure=True)) as address:
        cookie = httpx.get(address, params={"key": KEY}).headers["set-cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie

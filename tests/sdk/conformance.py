"""Runs Cloudflare's own Python SDK, with strict response checks, against a running simulator.

usage: conformance.py BASE_URL ACCOUNT TOKEN
"""

import sys
import traceback

import httpx
from cloudflare import APIStatusError, Cloudflare

BASE_URL, ACCOUNT, TOKEN = sys.argv[1:4]
client = Cloudflare(
    api_token=TOKEN, base_url=BASE_URL, max_retries=0, timeout=20, _strict_response_validation=True
)
ni = client.network_interconnects
passed = failed = 0


def check(name):
    """Runs a step at once, counts it, and goes on after a failure."""

    def run(step):
        global passed, failed
        try:
            step()
        except Exception:
            failed += 1
            print(f"FAILED {name}")
            traceback.print_exc()
        else:
            passed += 1
            print(f"ok {name}")
        return step

    return run


def walk(method, **kwargs):
    """Every item of a list, page by page."""
    items, cursor = [], None
    while True:
        extra = {} if cursor is None else {"cursor": cursor}
        page = method(account_id=ACCOUNT, limit=7, **extra, **kwargs)
        items += page.items
        cursor = page.next
        if cursor is None:
            return items


def refused(status, call, *args, **kwargs):
    try:
        call(*args, account_id=ACCOUNT, **kwargs)
    except APIStatusError as error:
        assert error.status_code == status, error
    else:
        raise AssertionError(f"expected {status}")


@check("interconnects.list walks every page once")
def _():
    items = walk(ni.interconnects.list)
    names = [item.name for item in items]
    assert names and len(names) == len(set(names))
    whole = ni.interconnects.list(account_id=ACCOUNT, limit=1000)
    assert names == [item.name for item in whole.items] and whole.next is None


@check("interconnects.list by site and by type")
def _():
    site = next(item.site for item in walk(ni.interconnects.list) if item.type == "direct")
    assert {item.site for item in walk(ni.interconnects.list, site=site)} == {site}
    assert {item.type for item in walk(ni.interconnects.list, type="gcp_partner")} == {"gcp_partner"}


@check("interconnects.get and status of each")
def _():
    for item in walk(ni.interconnects.list):
        one = ni.interconnects.get(item.name, account_id=ACCOUNT)
        assert one.to_dict() == item.to_dict()
        state = ni.interconnects.status(item.name, account_id=ACCOUNT)
        assert state.state in {"Pending", "Down", "Unhealthy", "Healthy"}


@check("interconnects.loa")
def _():
    name = next(item.name for item in walk(ni.interconnects.list) if item.type == "direct")
    raw = ni.interconnects.with_raw_response.loa(name, account_id=ACCOUNT, name="Another Party")
    assert raw.headers["content-type"] == "application/pdf"
    url = f"{BASE_URL}/accounts/{ACCOUNT}/cni/interconnects/{name}/loa"
    pdf = httpx.get(url, headers={"Authorization": f"Bearer {TOKEN}"}).content
    assert pdf.startswith(b"%PDF-1.") and pdf.rstrip().endswith(b"%%EOF")
    assert ni.interconnects.loa(name, account_id=ACCOUNT) is None


@check("slots.list walks every page once, and its filters")
def _():
    slots = walk(ni.slots.list)
    assert slots and len(slots) == len({slot.id for slot in slots})
    free = walk(ni.slots.list, occupied=False)
    assert free and not any(slot.occupied for slot in free)
    assert len(free) + len(walk(ni.slots.list, occupied=True)) == len(slots)
    site, speed = free[0].site, free[0].speed
    some = walk(ni.slots.list, site=site, speed=speed)
    assert some and all((slot.site, slot.speed) == (site, speed) for slot in some)
    part = free[0].facility.address[0]
    assert free[0].id in {slot.id for slot in walk(ni.slots.list, address_contains=part)}


@check("slots.get of each")
def _():
    for slot in walk(ni.slots.list):
        assert ni.slots.get(slot.id, account_id=ACCOUNT).to_dict() == slot.to_dict()


@check("interconnects.create, validate_only")
def _():
    slot = walk(ni.slots.list, occupied=False)[0]
    order = dict(account_id=ACCOUNT, account=ACCOUNT, slot_id=slot.id, type="direct", speed=slot.speed)
    before = len(walk(ni.interconnects.list))
    dry = ni.interconnects.create(**order, extra_query={"validate_only": "true"})
    assert dry.slot_id == slot.id and len(walk(ni.interconnects.list)) == before
    assert ni.slots.get(slot.id, account_id=ACCOUNT).occupied is False


@check("interconnects.create and delete, direct")
def _():
    slot = walk(ni.slots.list, occupied=False)[0]
    order = dict(account=ACCOUNT, slot_id=slot.id, type="direct")
    made = ni.interconnects.create(account_id=ACCOUNT, **order)
    assert made.site == slot.site and made.speed == slot.speed
    assert ni.interconnects.status(made.name, account_id=ACCOUNT).state == "Pending"
    assert ni.slots.get(slot.id, account_id=ACCOUNT).account == ACCOUNT
    refused(400, ni.interconnects.create, **order)
    ni.interconnects.delete(made.name, account_id=ACCOUNT)
    refused(404, ni.interconnects.get, made.name)
    assert ni.slots.get(slot.id, account_id=ACCOUNT).occupied is False


@check("interconnects.create and delete, partner")
def _():
    made = ni.interconnects.create(
        account_id=ACCOUNT,
        account=ACCOUNT,
        type="gcp_partner",
        bandwidth="1G",
        pairing_key="7e51371e-72a3-40b5-b844-2e3efefaee59/us-central1/1",
    )
    assert made.region == "us-central1"
    refused(400, ni.interconnects.loa, made.name)
    ni.interconnects.delete(made.name, account_id=ACCOUNT)


@check("cnis.list walks every page once, and its filter")
def _():
    cnis = walk(ni.cnis.list)
    assert cnis and len(cnis) == len({cni.id for cni in cnis})
    port = next(item for item in walk(ni.interconnects.list) if item.name == cnis[0].interconnect)
    assert {cni.interconnect for cni in walk(ni.cnis.list, slot=port.slot_id)} == {port.name}


@check("cnis.list by tunnel")
def _():
    tunnel = client.magic_transit.cf_interconnects.list(account_id=ACCOUNT).interconnects[0]
    (cni,) = walk(ni.cnis.list, tunnel_id=tunnel.id)
    assert cni.magic.conduit_name == tunnel.name


@check("cnis.create, get, update, delete")
def _():
    port = next(item for item in walk(ni.interconnects.list) if item.type == "direct")
    magic = {"conduit_name": "sdk-conformance", "description": "made by the SDK", "mtu": 1500}
    bgp = {"customer_asn": 64512, "extra_prefixes": ["192.0.2.0/24"], "md5_key": "a key"}
    order = dict(account=ACCOUNT, interconnect=port.name, magic=magic, bgp=bgp)
    made = ni.cnis.create(account_id=ACCOUNT, **order)
    assert made.bgp.customer_asn == 64512 and made.p2p_ip != made.cust_ip
    refused(409, ni.cnis.create, **order)
    assert ni.cnis.get(made.id, account_id=ACCOUNT).to_dict() == made.to_dict()
    stored = ni.cnis.update(
        made.id,
        account_id=ACCOUNT,
        id=made.id,
        account=ACCOUNT,
        interconnect=made.interconnect,
        p2p_ip=made.p2p_ip,
        cust_ip=made.cust_ip,
        magic={**magic, "mtu": 1476},
        bgp_mode="advertise_only",
    )
    assert stored.magic.mtu == 1476 and stored.bgp is None and stored.bgp_mode == "advertise_only"
    refused(409, ni.interconnects.delete, port.name)
    ni.cnis.delete(made.id, account_id=ACCOUNT)
    refused(404, ni.cnis.get, made.id)


@check("settings.get and update")
def _():
    before = ni.settings.get(account_id=ACCOUNT).default_asn
    assert ni.settings.update(account_id=ACCOUNT, default_asn=4200012001).default_asn == 4200012001
    assert ni.settings.get(account_id=ACCOUNT).default_asn == 4200012001
    refused(400, ni.settings.update, default_asn=0)
    assert ni.settings.update(account_id=ACCOUNT, default_asn=before).default_asn == before


@check("magic_transit.cf_interconnects list, get, update")
def _():
    magic = client.magic_transit.cf_interconnects
    tunnel = magic.list(account_id=ACCOUNT).interconnects[0]
    one = magic.get(tunnel.id, account_id=ACCOUNT).interconnect
    assert one.name == tunnel.name
    check = {"rate": "high", "type": "request", "target": "192.0.2.1"}
    stored = magic.update(tunnel.id, account_id=ACCOUNT, health_check=check).modified_interconnect
    assert stored.health_check.rate == "high"


@check("user.tokens.verify and accounts.list")
def _():
    assert client.user.tokens.verify().status == "active"
    assert [account.id for account in client.accounts.list()] == [ACCOUNT]


@check("another token gets 401")
def _():
    stranger = Cloudflare(api_token="x" * 40, base_url=BASE_URL, max_retries=0)
    refused(401, stranger.network_interconnects.slots.list)


print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
